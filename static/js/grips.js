// Grips: places on a figure that are taken hold of to change a parameter, or several.
(() => {
  'use strict';
  const { owner, number, shown } = konspekt;

  function place(grip) {
    const m = konspekt.mapOf(grip.parentElement), d = grip.dataset;
    let [x, y] = m.place(Number(d.x), Number(d.y));
    if (d.along === 'x') y = 100 * (m.py + m.ph - 11) / m.box.width; // at the foot of its rule, clear of curves and labels
    grip.style.translate = `${x}cqw ${y}cqw`; // by a transform, which shifts no layout
    const lab = owner(grip), sets = d.sets ? JSON.parse(d.sets) : [d], v = lab.values[sets[0].param];
    grip.setAttribute('aria-valuemin', v.min);
    grip.setAttribute('aria-valuemax', v.max);
    grip.setAttribute('aria-valuenow', item(lab, sets[0]));
    if (d.sets) grip.setAttribute('aria-valuetext', sets.map((s) => `${s.param}${s.item || ''} = ${shown(item(lab, s))}`).join('; '));
    grip.hidden = false;
  }

  // What a set of a grip is at: a parameter, or one number of a list.
  const item = (lab, { param, item: i }) => (i ? lab.values[param].text.split(',')[i - 1] : lab.values[param].text);

  // The value as the parameter can have it: within its range, on its step.
  function hold(lab, [name, value, item]) {
    const v = lab.values[name], field = lab.controls.field(name);
    value = Math.min(v.max, Math.max(v.min, konspekt.onStep(field, value)));
    if (item) konspekt.setItem(field, item - 1, value);
    else lab.controls.set(name, value);
  }
  // Puts the values into the form and lets the lab know that a hand is on it.
  function apply(grip, values) {
    const lab = owner(grip);
    for (const [k, text] of new URLSearchParams(grip.dataset.also)) lab.controls.set(k, text);
    for (const set of values) hold(lab, set);
    lab.controls.field(values[0][0]).dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { dragged: true }));
  }

  // What a grip sets when it stands at (x, y).
  const follow = (sets, x, y) => sets.map((s) => [s.param, s.x * x + s.y * y + s.c, s.item]);
  function under(grip, sets, e) {
    const d = grip.dataset, [x, y] = konspekt.mapOf(grip.parentElement).at(e);
    if (sets) return follow(sets, x, y);
    return [[d.param, d.along === 'angle' ? ((Math.atan2(y - d.cy, x - d.cx) * 180 / Math.PI) + 180) % 180 : x]];
  }

  // A mouse takes a figure with one grip anywhere, a finger only by the grip: elsewhere it scrolls.
  document.addEventListener('pointerdown', (e) => {
    const canvas = e.target.closest('.lab .canvas'), all = canvas ? canvas.querySelectorAll('.grip:not(.pick)') : [];
    const lone = all.length === 1 && e.pointerType === 'mouse' && !('edit' in canvas.dataset) && all[0];
    const grip = e.target.closest('.grip:not(.pick)') || lone;
    if (!grip || e.button !== 0) return;
    e.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(e.pointerId);
    // What the grip sets is fixed as it is taken: later answers only repeat it, rounded.
    const sets = grip.dataset.sets && JSON.parse(grip.dataset.sets);
    const move = (ev) => apply(grip, under(grip, sets, ev));
    const up = () => {
      grip.removeEventListener('pointermove', move);
      owner(grip).settle();
    };
    if (!sets) move(e); // a grip in the plane waits until it is moved
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', up, { once: true });
  });

  const ARROWS = { ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowLeft: [-1, 0], ArrowDown: [0, -1], PageUp: [0, 10], PageDown: [0, -10] };
  document.addEventListener('keydown', (e) => {
    const grip = e.target.closest && e.target.closest('.grip:not(.pick)'), by = ARROWS[e.key];
    if (!grip || (!by && (grip.dataset.sets || (e.key !== 'Home' && e.key !== 'End')))) return;
    e.preventDefault();
    apply(grip, grip.dataset.sets ? step(grip, ...by) : slide(grip, e.key, by));
    owner(grip).settle();
  });

  // By keys a grip goes as far as moves its parameter by one step.
  function step(grip, right, up) {
    const lab = owner(grip), d = grip.dataset, sets = JSON.parse(d.sets);
    const along = (axis) => {
      const s = sets.find((set) => set[axis]);
      return s ? Number(lab.controls.field(s.param).dataset.step) / Math.abs(s[axis]) : 0;
    };
    const dx = along('x'), dy = along('y');
    return follow(sets, Number(d.x) + (dx ? dx * (right + (dy ? 0 : up)) : 0), Number(d.y) + (dy ? dy * (up + (dx ? 0 : right)) : 0));
  }
  function slide(grip, key, by) {
    const lab = owner(grip), d = grip.dataset, v = lab.values[d.param], field = lab.controls.field(d.param), span = v.max - v.min;
    if (!by) return [[d.param, key === 'Home' ? v.min : v.max]];
    let value = konspekt.stops(field, number(field.value), by[0] + by[1]);
    if (d.along === 'angle') value = v.min + (((value - v.min) % span) + span) % span;
    return [[d.param, value]];
  }

  konspekt.placeGrips = () => document.querySelectorAll('.lab .canvas .grip:not(.pick)').forEach(place);
  document.addEventListener('lab:shown', konspekt.placeGrips);
})();
