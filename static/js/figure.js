// Figures: exchanging one for the next, the grey ghost of the previous state, and
// grips that change a parameter on the figure itself.
(() => {
  'use strict';
  const BUNDLE = 6000; // characters of a path
  // A part with the same figures as before exchanges them one by one and keeps what a
  // hand or the focus may be on: tabs and grips. Otherwise the whole part is new.
  konspekt.swap = (old, fresh) => {
    const ids = (part) => [...part.querySelectorAll('[data-figure]')].map((f) => f.dataset.figure).join();
    if (ids(old) === '' || ids(old) !== ids(fresh)) {
      const tab = old.querySelector('.tab:checked'), same = tab && fresh.querySelector(`.tab[value="${tab.value}"]`);
      if (same) same.checked = true;
      old.replaceWith(fresh);
      return;
    }
    const figures = fresh.querySelectorAll('[data-figure]');
    old.querySelectorAll('[data-figure]').forEach((figure, i) => redraw(figure, figures[i]));
  };
  function redraw(old, fresh) {
    const grips = (figure) => [...figure.querySelectorAll('.grip')];
    old.querySelector('svg.fig').replaceWith(fresh.querySelector('svg.fig'));
    old.querySelector('figcaption').replaceWith(fresh.querySelector('figcaption'));
    grips(fresh).forEach((g, i) => Object.assign(grips(old)[i].dataset, g.dataset));
  }

  konspekt.redraw = (root, fresh) => {
    const old = root.querySelector(`[data-figure="${fresh.dataset.figure}"]`);
    if (old) redraw(old, fresh);
  };
  konspekt.inSight = (root) => [root.querySelector('.stage [data-figure]').dataset.figure, root.querySelector('.tab:checked').value].join();

  // The marks of all figures as they are now, with the maps that they were drawn by.
  konspekt.lift = (lab) => ({
    choices: choices(lab),
    figures: [...lab.root.querySelectorAll('[data-figure]')].flatMap((figure) => {
      const svg = figure.querySelector('svg.fig'), marks = svg.querySelector(':scope > svg.marks:not(.ghost)');
      if (!marks) return [];
      const ghost = marks.cloneNode(true); // without bundles of curves: grey on grey they say nothing and cost a frame
      ghost.querySelectorAll('path').forEach((path) => path.getAttribute('d').length > BUNDLE && path.remove());
      return [{ id: figure.dataset.figure, map: axes(svg), marks: ghost }];
    }),
  });
  // Another data set or another model is another experiment: its picture is no ghost of this one.
  const choices = (lab) => lab.state.values.filter((v) => Number.isNaN(Number(v.text))).map((v) => v.text).join();

  // Puts them behind the new marks, moved to where the new axes have them.
  konspekt.haunt = (lab, ghosts) => {
    if (!ghosts || ghosts.choices !== choices(lab)) return;
    for (const { id, map, marks } of ghosts.figures) {
      const svg = lab.root.querySelector(`[data-figure="${id}"] svg.fig`), now = svg && svg.querySelector(':scope > svg.marks:not(.ghost)');
      if (svg) svg.querySelectorAll(':scope > svg.ghost').forEach((old) => old.remove());
      if (!now || svg.querySelector('image')) continue;
      const m = axes(svg);
      if (m.logx !== map.logx || m.logy !== map.logy) continue;
      const ghost = now.cloneNode(false), g = document.createElementNS('http://www.w3.org/2000/svg', 'g');
      const sx = (map.x1 - map.x0) / map.pw * m.pw / (m.x1 - m.x0), sy = (map.y1 - map.y0) / map.ph * m.ph / (m.y1 - m.y0);
      const tx = m.px + (map.x0 - m.x0) / (m.x1 - m.x0) * m.pw - sx * map.px;
      const ty = m.py + m.ph - (map.y0 - m.y0) / (m.y1 - m.y0) * m.ph - sy * (map.py + map.ph);
      if (![sx, sy, tx, ty].every(Number.isFinite)) continue;
      g.setAttribute('transform', `matrix(${sx} 0 0 ${sy} ${tx} ${ty})`);
      g.append(...marks.cloneNode(true).children);
      ghost.classList.add('ghost');
      ghost.classList.toggle('moved', sx !== 1 || sy !== 1);
      ghost.append(g);
      now.before(ghost);
    }
  };
  konspekt.exorcise = (root) => root.querySelectorAll('svg.ghost').forEach((g) => g.remove());

  // The map of a figure in axis coordinates: logarithms where the axis is logarithmic.
  function axes(svg) {
    const d = svg.dataset, logx = 'logx' in d, logy = 'logy' in d;
    const at = (v, log) => (log ? Math.log10(v) : Number(v));
    return { logx, logy, x0: at(d.x0, logx), x1: at(d.x1, logx), y0: at(d.y0, logy), y1: at(d.y1, logy),
      px: Number(d.px), py: Number(d.py), pw: Number(d.pw), ph: Number(d.ph), box: svg.viewBox.baseVal };
  }
  const toView = (m, x, y) => [
    m.px + ((m.logx ? Math.log10(x) : x) - m.x0) / (m.x1 - m.x0) * m.pw,
    m.py + m.ph - ((m.logy ? Math.log10(y) : y) - m.y0) / (m.y1 - m.y0) * m.ph];

  function place(grip) {
    const svg = grip.parentElement.querySelector('svg.fig'), m = axes(svg), d = grip.dataset;
    let [x, y] = toView(m, Number(d.x), Number(d.y));
    if (d.along === 'x') y = m.py + m.ph - 11; // at the foot of its rule, clear of curves and labels
    y = Math.min(m.py + m.ph, Math.max(m.py, y));
    x = Math.min(m.px + m.pw, Math.max(m.px, x));
    // By a transform, which shifts no layout; cqw is a hundredth of the canvas's width.
    grip.style.translate = `${100 * x / m.box.width}cqw ${100 * y / m.box.width}cqw`;
    const v = owner(grip).values[d.param];
    grip.setAttribute('aria-valuemin', v.min);
    grip.setAttribute('aria-valuemax', v.max);
    grip.setAttribute('aria-valuenow', v.text);
    grip.hidden = false;
  }
  const owner = (el) => konspekt.lab(el.closest('section.lab').dataset.lab);

  // The value of a grip's parameter under the pointer.
  function under(grip, e) {
    const svg = grip.parentElement.querySelector('svg.fig'), m = axes(svg), r = svg.getBoundingClientRect();
    const vx = (e.clientX - r.left) / r.width * m.box.width, vy = (e.clientY - r.top) / r.height * m.box.height;
    const x = m.x0 + (vx - m.px) / m.pw * (m.x1 - m.x0), y = m.y0 + (m.py + m.ph - vy) / m.ph * (m.y1 - m.y0);
    if (grip.dataset.along === 'angle') return ((Math.atan2(y - grip.dataset.cy, x - grip.dataset.cx) * 180 / Math.PI) + 180) % 180;
    return m.logx ? 10 ** x : x;
  }

  function turn(grip, value, wrap) {
    const lab = owner(grip), name = grip.dataset.param, field = lab.controls.field(name), v = lab.values[name];
    const step = Number(field.dataset.step), span = v.max - v.min;
    if (wrap) value = v.min + (((value - v.min) % span) + span) % span;
    value = Math.min(v.max, Math.max(v.min, Math.round(value / step) * step));
    for (const [k, text] of new URLSearchParams(grip.dataset.also)) lab.controls.set(k, text);
    lab.controls.set(name, Number(value.toPrecision(9)));
    field.dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { dragged: true }));
  }

  // A mouse takes a figure anywhere, a finger only by the grip: elsewhere it scrolls.
  document.addEventListener('pointerdown', (e) => {
    const canvas = e.target.closest('.lab .canvas'), grip = canvas && canvas.querySelector('.grip');
    if (!grip || e.button !== 0 || (e.pointerType !== 'mouse' && !e.target.closest('.grip'))) return;
    e.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(e.pointerId);
    const move = (ev) => turn(grip, under(grip, ev));
    const up = () => {
      grip.removeEventListener('pointermove', move);
      owner(grip).settle();
    };
    move(e);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', up, { once: true });
  });

  document.addEventListener('keydown', (e) => {
    const grip = e.target.closest && e.target.closest('.grip');
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[e.key];
    if (!grip || (!by && e.key !== 'Home' && e.key !== 'End')) return;
    e.preventDefault();
    const lab = owner(grip), v = lab.values[grip.dataset.param], field = lab.controls.field(grip.dataset.param);
    const now = Number(field.value.replace(',', '.')), step = Number(field.dataset.step);
    const ends = { Home: v.min, End: v.max };
    turn(grip, e.key in ends ? ends[e.key] : now + by * step, grip.dataset.along === 'angle' && !(e.key in ends));
    lab.settle();
  });

  konspekt.placeGrips = () => document.querySelectorAll('.lab .canvas .grip').forEach(place);
  document.addEventListener('lab:shown', konspekt.placeGrips);
})();
