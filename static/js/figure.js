// Figures: exchanging one for the next, the grey ghost of the previous state, and the map
// between a figure's axes and the screen.
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
  // While a control moves only the picture comes, its caption stays.
  function redraw(old, fresh) {
    const grips = (figure) => [...figure.querySelectorAll('.grip')], canvas = (figure) => figure.querySelector('.canvas');
    const [whole, caption, sum, next] = [fresh.querySelector('figcaption'), old.querySelector('figcaption'), old.querySelector('.sum'), fresh.querySelector('.sum')];
    const alike = grips(old).length === grips(fresh).length;
    if (whole && !(alike && caption)) { old.replaceWith(fresh); return; }
    if (whole) caption.replaceWith(whole);
    if (sum) sum.remove();
    if (!alike) canvas(old).replaceWith(canvas(fresh));
    else {
      old.querySelector('svg.fig').replaceWith(fresh.querySelector('svg.fig'));
      Object.assign(canvas(old).dataset, canvas(fresh).dataset);
      grips(fresh).forEach((g, k) => Object.assign(grips(old)[k].dataset, g.dataset));
    }
    if (next) (old.querySelector('.brush') || canvas(old)).after(next);
  }

  konspekt.redraw = (root, fresh) => {
    const old = root.querySelector(`[data-figure="${fresh.dataset.figure}"]`);
    if (old) redraw(old, fresh);
  };
  konspekt.inSight = (root) => {
    const tab = root.querySelector('.tab:checked');
    return root.querySelector('.stage [data-figure]').dataset.figure + (tab ? ',' + tab.value : '');
  };

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
  const choices = (lab) => lab.state.values
    .filter((v) => lab.form.querySelector(`[data-control="${v.name}"]`).matches('.choice, .data, .bool')).map((v) => v.text).join();

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

  konspekt.owner = (el) => konspekt.lab(el.closest('section.lab').dataset.lab);

  // In a figure that is moved about in its frame the node that is looked at stays in sight.
  document.addEventListener('lab:shown', (e) => {
    for (const now of e.target.querySelectorAll('.broad .now')) {
      const canvas = now.closest('.canvas'), r = now.getBoundingClientRect(), c = canvas.getBoundingClientRect();
      if (r.left < c.left + 40 || r.right > c.right - 40) canvas.scrollLeft += (r.left + r.right) / 2 - (c.left + c.right) / 2;
      if (r.top < c.top + 20 || r.bottom > c.bottom - 20) canvas.scrollTop += (r.top + r.bottom) / 2 - (c.top + c.bottom) / 2;
    }
  });

  // A figure as a map: from axis units to hundredths of its width, and from the screen back.
  konspekt.mapOf = (canvas) => {
    const svg = canvas.querySelector('svg.fig'), m = axes(svg);
    const inside = (v, lo, hi) => Math.min(hi, Math.max(lo, v));
    return Object.assign(m, {
      place(x, y) {
        const [vx, vy] = toView(m, x, y);
        return [vx, vy].map((v, i) => 100 * inside(v, i ? m.py : m.px, i ? m.py + m.ph : m.px + m.pw) / m.box.width);
      },
      at(e) {
        const r = svg.getBoundingClientRect();
        const vx = inside((e.clientX - r.left) / r.width * m.box.width, m.px, m.px + m.pw);
        const vy = inside((e.clientY - r.top) / r.height * m.box.height, m.py, m.py + m.ph);
        const x = m.x0 + (vx - m.px) / m.pw * (m.x1 - m.x0), y = m.y0 + (m.py + m.ph - vy) / m.ph * (m.y1 - m.y0);
        return [m.logx ? 10 ** x : x, m.logy ? 10 ** y : y];
      },
      // How far on the screen the pointer is from a point, in pixels.
      far(e, x, y) {
        const r = svg.getBoundingClientRect(), scale = r.width / m.box.width, [vx, vy] = toView(m, x, y);
        return Math.hypot(r.left + vx * scale - e.clientX, r.top + vy * scale - e.clientY);
      },
    });
  };
})();
