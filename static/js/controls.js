// The form of a lab: a slider and a number field that are one control, ranges that
// depend on other controls, keys.
(() => {
  'use strict';
  // Numbers as a person types and reads them; points.js and grips.js speak so too.
  const number = konspekt.number = (text) => Number(String(text).trim().replace(',', '.').replace('\u2212', '-'));
  const shown = konspekt.shown = (text) => (/^-?0\.000000/.test(text) ? String(Number(text)) : String(text)).replace('.', ',');
  const STOPS = 1000; // of a logarithmic slider; a range from zero has zero as its leftmost

  // A value as its control can have it: on its step, with three digits where the slider is
  // logarithmic; and the value a few stops of a key further.
  const relative = (field) => 'log' in field.dataset && field.dataset.kind !== 'int';
  konspekt.onStep = (field, value) => {
    const { step } = field.dataset;
    return relative(field) ? Number(value.toPrecision(3)) : Number((Math.round(value / step) * step).toPrecision(9));
  };
  konspekt.stops = (field, value, by) => (relative(field) && value > 0 ? Number((value * 10 ** (by / 50)).toPrecision(3)) : value + by * field.dataset.step);

  konspekt.sentence = (text) => text[0].toUpperCase() + text.slice(1) + '.';

  konspekt.Controls = class {
    constructor(lab) {
      this.lab = lab;
      this.form = lab.form;
      this.form.addEventListener('input', (e) => this.input(e));
      this.form.addEventListener('change', () => this.lab.settle());
      this.form.addEventListener('keydown', (e) => this.key(e));
      // A slider let go where it was taken says no «change», yet the gesture has ended. When it
      // says it, it has done so before the timer.
      const end = () => setTimeout(() => { if (this.lab.gesture) this.lab.settle(); });
      for (const type of ['pointerup', 'pointercancel']) this.form.addEventListener(type, end);
      this.form.addEventListener('dblclick', (e) => this.toDefault(e.target.dataset.for));
      this.follow(true);
    }

    field(name) { return this.form.elements.namedItem(name); }
    slider(name) { return this.form.querySelector(`input[data-for="${name}"]`); }
    initial(name) {
      const field = this.field(name);
      return (field instanceof RadioNodeList ? field[0] : field).dataset.default;
    }

    set(name, text) {
      const field = this.field(name);
      if (field instanceof RadioNodeList) { field.value = text; return; }
      if (field.dataset.kind === 'list') { konspekt.setList(field, text); return; }
      field.value = field.dataset.kind ? shown(text) : text;
      this.toSlider(field);
    }

    input(e) {
      const t = e.target;
      if (t.dataset.for) this.field(t.dataset.for).value = shown(this.fromSlider(t));
      else if (this.slider(t.name)) this.toSlider(t);
      for (const name of JSON.parse(t.dataset.resets || 'null') || []) this.set(name, this.initial(name));
      if (t.dataset.for || t.dataset.item || e.dragged) this.lab.move(); // typing and choosing wait for «change»
    }

    fromSlider(slider) {
      const field = this.field(slider.dataset.for), { min } = this.lab.values[slider.dataset.for];
      if (!('log' in field.dataset)) return slider.value;
      if (slider.value === '0') return min;
      const [lo, hi] = this.ends(slider.dataset.for);
      const v = lo * (hi / lo) ** (slider.value / STOPS);
      return field.dataset.kind === 'int' ? Math.round(v) : Number(v.toPrecision(3));
    }
    toSlider(field) {
      const slider = this.slider(field.name), v = number(field.value);
      if (!slider || Number.isNaN(v)) return;
      const [lo, hi] = this.ends(field.name);
      slider.value = 'log' in field.dataset ? (v <= 0 ? 0 : Math.round(STOPS * Math.log(v / lo) / Math.log(hi / lo))) : v;
      slider.setAttribute('aria-valuetext', field.value);
    }
    ends(name) {
      const { min, max } = this.lab.values[name];
      return [min > 0 ? min : max * 1e-5, max];
    }

    // Arrows, Page and Home/End in a number field.
    key(e) {
      const t = e.target, by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[e.key];
      if (!t.name || !t.dataset.step || t.dataset.kind === 'list' || (!by && e.key !== 'Home' && e.key !== 'End')) return;
      e.preventDefault();
      const { min, max } = this.lab.values[t.name];
      const v = e.key === 'Home' ? min : e.key === 'End' ? max : konspekt.stops(t, number(t.value), by);
      this.set(t.name, Number(Math.min(max, Math.max(min, v)).toPrecision(9)));
      this.lab.settle();
    }
    toDefault(name) {
      if (!name) return;
      this.set(name, this.initial(name));
      this.lab.settle();
    }

    // Choices that the other parameters rule out cannot be taken, and say why.
    narrow(field, { among, why }) {
      for (const choice of field instanceof RadioNodeList ? field : field.options) {
        choice.disabled = !among.includes(choice.value);
        (choice.labels ? choice.labels[0] : choice).title = choice.disabled ? why : '';
      }
    }

    // After an answer: ranges, hidden controls and links follow the state; so do the
    // values, save the one that a hand is on, and none while a newer state is to come.
    follow(settled) {
      const newest = this.lab.want === null;
      for (const v of this.lab.state.values) {
        const box = this.form.querySelector(`[data-control="${v.name}"]`), slider = this.slider(v.name), field = this.field(v.name);
        box.hidden = Boolean(v.hidden);
        if (slider && !('log' in field.dataset)) { slider.min = v.min; slider.max = v.max; }
        if (slider) box.querySelector('[data-end="max"]').textContent = v.max.toLocaleString('ru');
        if (v.among) this.narrow(field, v);
        const at = document.activeElement, busy = at === field || at === slider || (at.dataset.of === v.name);
        const wrong = field.getAttribute && field.getAttribute('aria-invalid') === 'true';
        if (!wrong && newest && (settled || !busy)) this.set(v.name, v.text);
      }
      const next = this.lab.root.querySelector('[data-action="next"]');
      if (next) next.hidden = Boolean(this.lab.values.seed.hidden);
      const again = this.lab.root.querySelector('[data-action="again"]'), { seed, [this.lab.root.dataset.grow]: grow } = this.lab.values;
      if (again) again.hidden = Boolean(seed && seed.hidden || grow.hidden);
    }
  };
})();
