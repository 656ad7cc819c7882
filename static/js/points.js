// Points of a figure that the reader adds, drags and removes. They live in a field of the
// form, «x:y:label;x:y:label», so a state with them has an address like any other.
(() => {
  'use strict';
  const NEAR = { mouse: 11, pen: 14, touch: 24 }; // pixels from the middle of a point that still take it
  const CLICK = 5;                               // a press that moved no further is a click
  const read = (text) => (text ? text.split(';') : []).map((item) => {
    const [x, y, label] = item.split(':');
    return { x: Number(x), y: Number(y), label };
  });
  const tidy = (text) => text.replace(/\s+/g, '').replaceAll(',', '.');
  const write = (points) => points.map((p) => [p.x, p.y, ...(p.label ? [p.label] : [])].join(':')).join(';');
  const shown = (v) => konspekt.shown(v).replace('-', '\u2212');

  // Everything that a hand does to the points of one canvas.
  class Points {
    constructor(canvas) {
      this.canvas = canvas;
      this.lab = konspekt.owner(canvas);
      this.field = this.lab.controls.field(canvas.dataset.edit);
      this.pick = canvas.querySelector('.pick');
      this.brushes = [...canvas.parentElement.querySelectorAll('.brush input')];
      this.all = read(tidy(this.field.value) || canvas.dataset.set);
      this.at = Math.min(canvas.chosen || 0, this.all.length - 1);
    }
    get map() { return konspekt.mapOf(this.canvas); }
    get brush() { return (this.brushes.find((b) => b.checked) || {}).value; }

    // A point is kept as finely as the screen shows it.
    fine([x, y]) {
      const m = this.map, digits = (span) => Math.max(0, 3 - Math.floor(Math.log10(span)));
      return { x: Number(x.toFixed(digits(Math.abs(m.x1 - m.x0)))), y: Number(y.toFixed(digits(Math.abs(m.y1 - m.y0)))) };
    }
    nearest(e) {
      const m = this.map, reach = NEAR[e.pointerType] || NEAR.touch;
      let best = -1, least = reach;
      this.all.forEach((p, i) => {
        const d = m.far(e, p.x, p.y);
        if (d <= least) [best, least] = [i, d];
      });
      return best;
    }
    // The field follows the hand; the lab asks for the new picture.
    tell(settled) {
      this.field.value = write(this.all);
      if (settled) this.lab.settle(); else this.lab.move();
      this.show();
    }
    show() {
      const p = this.all[this.at];
      this.canvas.chosen = this.at;
      this.pick.hidden = !p;
      if (!p) return;
      const [x, y] = this.map.place(p.x, p.y);
      this.pick.style.translate = `${x}cqw ${y}cqw`;
    }
    say() {
      const p = this.all[this.at], marked = JSON.parse(this.canvas.dataset.marked)[this.at];
      const label = p && p.label && (this.brushes.find((b) => b.value === p.label) || { dataset: {} }).dataset.label;
      const words = p ? [`Точка ${this.at + 1} из ${this.all.length}: ${shown(p.x)}; ${shown(p.y)}`, label, marked].filter(Boolean).join(', ') : 'Точек нет';
      this.lab.root.querySelector('[data-live]').textContent = `${words}.`;
    }
    add(place) {
      const most = Number(this.canvas.dataset.most);
      if (this.all.length >= most) {
        this.lab.refuse({ detail: `Больше ${most} точек на рисунке не бывает.` });
        return;
      }
      const label = this.brush === 'remove' ? (this.brushes[0] || {}).value : this.brush;
      this.all.push({ ...this.fine(place), label: label === 'add' ? undefined : label });
      this.at = this.all.length - 1;
      this.tell(true);
    }
    remove(i) {
      if (i < 0) return;
      this.all.splice(i, 1);
      this.at = Math.min(i, this.all.length - 1);
      this.tell(true);
    }
    shift(right, up) {
      const m = this.map, p = this.all[this.at];
      if (!p) return;
      const moved = this.fine([p.x + right * (m.x1 - m.x0) / 100, p.y + up * (m.y1 - m.y0) / 100]);
      if (right) p.x = moved.x;
      if (up) p.y = moved.y;
      this.tell(true);
    }
    relabel() {
      const labels = this.brushes.map((b) => b.value).filter((v) => v !== 'remove' && v !== 'add'), p = this.all[this.at];
      if (!p || !labels.length) return;
      p.label = labels[(labels.indexOf(p.label) + 1) % labels.length];
      this.tell(true);
    }
    select(i) {
      this.at = Math.min(this.all.length - 1, Math.max(0, i));
      this.show();
      this.say();
    }
  }
  const edited = (e) => (e.target.closest ? e.target.closest('.lab .canvas[data-edit]') : null);

  document.addEventListener('pointerdown', (e) => {
    const canvas = edited(e);
    if (!canvas || e.button !== 0 || e.target.closest('.grip:not(.pick)')) return;
    const points = new Points(canvas), i = points.nearest(e), start = [e.clientX, e.clientY];
    let moved = false;
    const away = (ev) => Math.hypot(ev.clientX - start[0], ev.clientY - start[1]) > CLICK;
    if (i >= 0) {
      e.preventDefault();
      points.at = i;
      points.show();
      points.pick.focus({ preventScroll: true });
      canvas.classList.add('held');
    }
    canvas.setPointerCapture(e.pointerId);
    const move = (ev) => {
      moved = moved || away(ev);
      if (i < 0 || !moved) return;
      Object.assign(points.all[i], points.fine(points.map.at(ev)));
      points.tell(false);
    };
    const end = (ev) => {
      for (const [type, f] of [['pointermove', move], ['pointerup', end], ['pointercancel', end]]) canvas.removeEventListener(type, f);
      canvas.classList.remove('held');
      if (ev.type === 'pointercancel') { if (moved && i >= 0) points.tell(true); return; }
      if (i >= 0 && moved) points.tell(true);
      else if (i >= 0 && points.brush === 'remove') points.remove(i);
      else if (i < 0 && !moved && points.brush !== 'remove') points.add(points.map.at(ev));
      points.say();
    };
    for (const [type, f] of [['pointermove', move], ['pointerup', end], ['pointercancel', end]]) canvas.addEventListener(type, f);
  });
  // A finger on a point drags it; anywhere else it scrolls the page.
  konspekt.holdTouch = (root) => root.addEventListener('touchstart', (e) => {
    const canvas = edited(e), t = e.touches[0];
    if (canvas && new Points(canvas).nearest({ clientX: t.clientX, clientY: t.clientY, pointerType: 'touch' }) >= 0) e.preventDefault();
  }, { passive: false });

  const KEYS = {
    ArrowRight: (p, k) => p.shift(k, 0), ArrowLeft: (p, k) => p.shift(-k, 0), ArrowUp: (p, k) => p.shift(0, k), ArrowDown: (p, k) => p.shift(0, -k),
    PageDown: (p) => p.select(p.at + 1), PageUp: (p) => p.select(p.at - 1), Home: (p) => p.select(0), End: (p) => p.select(p.all.length - 1),
    Delete: (p) => p.remove(p.at), Backspace: (p) => p.remove(p.at), ' ': (p) => p.relabel(),
    Enter: (p) => { const m = p.map, at = p.all[p.at] || { x: (m.x0 + m.x1) / 2, y: (m.y0 + m.y1) / 2 }; p.add([at.x + (m.x1 - m.x0) / 25, at.y + (m.y1 - m.y0) / 25]); },
  };
  document.addEventListener('keydown', (e) => {
    const act = e.target.matches && e.target.matches('.pick') && KEYS[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    const points = new Points(edited(e));
    act(points, e.shiftKey ? 10 : 1);
    points.say();
  });
  document.addEventListener('focusin', (e) => { if (e.target.matches('.pick') && !e.target.closest('.held')) { const p = new Points(edited(e)); p.show(); p.say(); } });
  document.addEventListener('lab:shown', (e) => {
    for (const canvas of e.target.querySelectorAll('.canvas[data-edit]:not(.held)')) new Points(canvas).show();
  });
})();
