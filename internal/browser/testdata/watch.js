// What the tests need to know of a page, gathered before its own scripts run.
(() => {
  'use strict';
  if (window !== top) return;
  const seen = window.seen = { flying: 0, most: 0, asked: 0, shift: 0, shifted: [], pictures: 0, rewritten: 0 };

  const send = window.fetch;
  window.fetch = (...args) => {
    seen.asked++;
    seen.most = Math.max(seen.most, ++seen.flying);
    return send(...args).finally(() => { seen.flying--; });
  };

  const name = (node) => {
    const el = node && (node.nodeType === 1 ? node : node.parentElement), part = el && el.closest('[data-part], [data-control], [id]');
    return el ? `${el.nodeName} «${el.textContent.trim().slice(0, 20)}» in ${part ? part.dataset.part || part.dataset.control || part.id : '?'}` : '?';
  };

  const rewrite = history.replaceState;
  history.replaceState = (...args) => { seen.rewritten++; return rewrite.apply(history, args); };

  // Every shift counts, also one just after an input: a picture must not jump under the hand.
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) {
      seen.shift += e.value;
      seen.shifted.push(...e.sources.map((s) => `${name(s.node)} ${JSON.stringify(s.previousRect)} → ${JSON.stringify(s.currentRect)}`));
    }
  }).observe({ type: 'layout-shift', buffered: true });

  // Frames in which the main figure is another one than in the frame before.
  let last = null;
  const frame = () => {
    const now = document.querySelector('.lab:not([data-resting]) svg.fig');
    if (now && last && now !== last) { seen.pictures++; seen.latest = performance.now(); }
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  const map = (svg) => {
    const d = svg.dataset, log = { x: 'logx' in d, y: 'logy' in d };
    const at = (v, l) => (l ? Math.log10(v) : Number(v));
    return { log, x0: at(d.x0, log.x), x1: at(d.x1, log.x), y0: at(d.y0, log.y), y1: at(d.y1, log.y),
      px: Number(d.px), py: Number(d.py), pw: Number(d.pw), ph: Number(d.ph), box: svg.viewBox.baseVal };
  };
  const figure = (id) => document.querySelector(`[data-figure="${id}"] svg.fig`);

  // Where on the screen a figure has the point (x, y) of its axes.
  seen.at = (id, x, y) => {
    const svg = figure(id);
    svg.scrollIntoView({ block: 'center', behavior: 'instant' });
    const m = map(svg), r = svg.getBoundingClientRect();
    const u = ((m.log.x ? Math.log10(x) : x) - m.x0) / (m.x1 - m.x0), v = ((m.log.y ? Math.log10(y) : y) - m.y0) / (m.y1 - m.y0);
    return { x: r.left + (m.px + u * m.pw) / m.box.width * r.width, y: r.top + (m.py + (1 - v) * m.ph) / m.box.height * r.height };
  };

  // The corners of each mark of a figure, or of its ghost, in the units of the axes.
  seen.marks = (id, ghost) => {
    const svg = figure(id), m = map(svg), r = svg.getBoundingClientRect();
    const corner = (el, x, y) => {
      const p = new DOMPoint(x, y).matrixTransform(el.getScreenCTM());
      const vx = (p.x - r.left) / r.width * m.box.width, vy = (p.y - r.top) / r.height * m.box.height;
      return [m.x0 + (vx - m.px) / m.pw * (m.x1 - m.x0), m.y0 + (m.py + m.ph - vy) / m.ph * (m.y1 - m.y0)];
    };
    return [...svg.querySelectorAll(ghost ? 'svg.ghost path' : ':scope > svg.marks:not(.ghost) path')].map((el) => {
      const b = el.getBBox();
      return [...corner(el, b.x, b.y), ...corner(el, b.x + b.width, b.y + b.height)];
    });
  };

  // How far a grip is from the point of the figure that it stands for, in CSS pixels.
  seen.off = (id) => {
    const grip = figure(id).parentElement.querySelector('.grip'), p = seen.at(id, Number(grip.dataset.x), Number(grip.dataset.y));
    const r = grip.getBoundingClientRect();
    const dx = r.left + r.width / 2 - p.x, dy = r.top + r.height / 2 - p.y;
    return grip.dataset.along === 'x' ? Math.abs(dx) : Math.hypot(dx, dy); // a cursor stands at the foot of its rule
  };

  // The main figure as it is drawn, without a ghost.
  seen.picture = () => {
    const svg = document.querySelector('.lab svg.fig').cloneNode(true);
    svg.querySelectorAll('.ghost').forEach((g) => g.remove());
    return svg.outerHTML;
  };

  seen.quiet = () => konspekt.labs.every((l) => !l.flight && l.want === null);

  // Whatever on the page disagrees with the state that the last reply was computed
  // from: controls, address, figures and numbers, these asked for anew.
  seen.disagree = async () => {
    const bad = [], number = (s) => Number(String(s).replace(',', '.').replace('\u2212', '-'));
    for (const lab of konspekt.labs.filter((l) => !l.root.matches('[data-resting]'))) {
      for (const v of lab.state.values) {
        const field = lab.controls.field(v.name), list = field.dataset && field.dataset.kind === 'list';
        const same = list ? field.value.split(';').map(number).join() === v.text : field.value === v.text || number(field.value) === number(v.text);
        if (!same) bad.push(`control ${v.name} = ${field.value}, the picture has ${v.text}`);
      }
      const want = lab.address();
      if (decodeURIComponent(location.pathname + location.search) !== decodeURIComponent(want)) bad.push(`address ${location.pathname + location.search}, the picture has ${want}`);
      const t = document.createElement('template');
      t.innerHTML = await (await send(`/lab/${lab.root.dataset.lab}?${lab.state.query}`)).text();
      for (const fresh of t.content.querySelectorAll('[data-part]')) {
        const part = fresh.dataset.part, shown = lab.part(part).cloneNode(true);
        shown.querySelectorAll('.ghost').forEach((g) => g.remove());
        const figures = (el) => [...el.querySelectorAll('svg.fig')].map((svg) => svg.outerHTML.replace(/ class="[^"]*"/g, '')).join('\n');
        if (figures(shown) !== figures(fresh) || (part === 'numbers' && shown.outerHTML !== fresh.outerHTML)) bad.push(`${part} is not what the address gives`);
      }
    }
    return bad;
  };
})();
