// The page around the labs: theme, contents, links in the text that drive a lab, keys.
(() => {
  'use strict';
  konspekt.labs = [...document.querySelectorAll('section.lab')].map((root) => new konspekt.Lab(root));
  konspekt.labs.forEach((lab) => konspekt.holdTouch(lab.root));
  addEventListener('popstate', () => {
    const q = new URLSearchParams(location.search), id = q.get('lab');
    ['lab', 'theme'].forEach((name) => q.delete(name));
    if (konspekt.labs.length) reveal(konspekt.lab(id));
    for (const lab of konspekt.labs) {
      const mine = lab === konspekt.lab(id);
      if (mine || lab.state.query) lab.go(mine ? q.toString() : '', 'none');
    }
  });
  // Of two labs on a page one is shown: the one that the address, a phrase or the chooser names.
  const chosen = () => [...document.querySelectorAll('[data-chooses]')];
  function reveal(lab) {
    for (const other of konspekt.labs) other.root.toggleAttribute('data-resting', other !== lab);
    for (const a of chosen()) a.setAttribute('aria-current', a.dataset.chooses === lab.root.dataset.lab);
  }
  function choose(a) {
    const lab = konspekt.lab(a.dataset.chooses);
    reveal(lab);
    history.pushState(null, '', lab.address());
    konspekt.placeGrips();
  }
  konspekt.placeGrips();
  const root = document.documentElement;
  document.querySelectorAll('[data-permalink]').forEach((p) => { p.textContent = location.origin + p.textContent; });

  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
  function theme() {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* storage is off */ }
  }

  // Long contents scroll by themselves: the open section is in sight.
  const open = document.querySelector('.contents [aria-current="page"]'), nav = open && open.closest('nav');
  if (nav) nav.scrollTop = open.offsetTop - nav.clientHeight / 2;

  // An equation or a graph wider than the screen scrolls by itself: then keys must reach it too.
  const scrolling = new ResizeObserver((sizes) => {
    for (const { target } of sizes) {
      if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight + 1) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  const observe = (within, css) => within.querySelectorAll(css).forEach((box) => scrolling.observe(box));
  observe(document, '.eq-body');
  const graphs = (within) => observe(within, '.canvas:has(> .broad)');
  graphs(document);
  document.addEventListener('lab:shown', (e) => graphs(e.target)); // a graph may be new

  // A link that drives a lab stays lit while its state holds.
  const target = (a) => {
    const q = new URLSearchParams(a.search), lab = konspekt.lab(q.get('lab'));
    q.delete('lab');
    return { q, lab };
  };
  const drives = [...document.querySelectorAll('a.drive')].filter((a) => a.pathname === location.pathname);
  function light(e) {
    if (e && konspekt.lab(e.target.dataset.lab).growing) return;
    for (const a of drives) {
      const { q, lab } = target(a);
      const holds = lab && lab.state.values.every((v) => {
        const want = q.get(v.name) ?? lab.controls.initial(v.name);
        return want === v.text || (want !== '' && Number(want) === Number(v.text));
      });
      a.classList.toggle('lit', Boolean(holds));
      if (holds) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current');
    }
    for (const nav of document.querySelectorAll('.presets')) {
      const lit = nav.querySelector('.lit');
      nav.querySelector('[data-telling]').textContent = lit ? lit.dataset.told : '';
    }
  }
  document.addEventListener('lab:shown', light);
  if (konspekt.labs.length) light();

  async function copy(button) {
    const say = (text) => { button.textContent = text; setTimeout(() => { button.textContent = 'Ссылка'; }, 2000); };
    try {
      await navigator.clipboard.writeText(location.href);
      say('Скопировано');
    } catch {
      const field = Object.assign(document.createElement('input'), { value: location.href, readOnly: true });
      field.setAttribute('aria-label', 'Ссылка на это состояние');
      button.after(field);
      field.select();
      field.addEventListener('blur', () => field.remove());
    }
  }

  // «Заново»: the experiment with the same seed, from little to what it is. The controls
  // and the address stay, the last picture is the one that was there.
  const STAGES = 20;
  async function again(lab) {
    const name = lab.root.dataset.grow, { min, text } = lab.values[name], full = lab.query();
    const stages = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : STAGES;
    konspekt.exorcise(lab.root);
    lab.ghosts = null;
    lab.growing = true;
    for (let i = 0; i < stages && lab.growing; i++) {
      const q = new URLSearchParams(full);
      q.set(name, Math.round(min > 0 ? min * (text / min) ** (i / stages) : min + (text - min) * i / stages));
      lab.ask(q.toString(), true);
      await new Promise((done) => setTimeout(done, 180));
    }
    if (!lab.growing) return;
    lab.growing = lab.asked !== full && 'last'; // it may have been the last stage
    if (lab.growing) lab.ask(full);
  }

  const actions = {
    theme,
    copy: (lab, button) => copy(button),
    reset: (lab) => lab.go(''),
    dice: (lab) => { lab.controls.set('seed', Math.floor(Math.random() * 2 ** 32)); lab.settle(); },
    next: (lab) => { lab.controls.set('seed', (Number(lab.values.seed.text) + 1) % 2 ** 32); lab.settle(); },
    again,
    pin: (lab, button) => {
      lab.pinned = !lab.pinned;
      button.setAttribute('aria-pressed', lab.pinned);
      lab.ghosts = lab.pinned ? konspekt.lift(lab) : null;
      if (!lab.pinned) konspekt.exorcise(lab.root);
    },
  };
  // On a narrow screen the lab may be far from the phrase that drives it: its figure then
  // stands at the foot of the screen until it is closed or the lab comes into sight.
  function peek(lab) {
    const stage = lab.part('stage'), r = stage.getBoundingClientRect();
    if (matchMedia('(min-width: 1100px)').matches || document.querySelector('.peek') || (r.top < innerHeight - 120 && r.bottom > 120)) return;
    const space = document.createElement('div'), close = Object.assign(document.createElement('button'), { type: 'button', className: 'close', textContent: 'Закрыть' });
    space.style.height = `${r.height}px`;
    stage.before(space);
    const picture = Object.assign(document.createElement('aside'), { className: 'peek' });
    picture.setAttribute('aria-label', 'Рисунок лаборатории');
    picture.append(stage, close);
    lab.root.append(picture);
    konspekt.placeGrips();
    const end = () => { if (picture.isConnected) { space.replaceWith(picture.querySelector('.stage')); picture.remove(); watch.disconnect(); } };
    close.addEventListener('click', end);
    const watch = new IntersectionObserver(([entry]) => { if (entry.isIntersecting) end(); }, { rootMargin: '-120px 0px' });
    watch.observe(space);
  }

  // A walk through the values of a parameter: its links lead there, arrows too.
  const WALKS = [(v) => v.min, (v) => Math.max(v.min, Number(v.text) - 1), (v) => Math.min(v.max, Number(v.text) + 1), (v) => v.max];
  function walk(nav, way) {
    const lab = konspekt.owner(nav), name = nav.dataset.walk;
    lab.controls.set(name, WALKS[way](lab.values[name]));
    lab.settle();
  }
  document.addEventListener('lab:shown', (e) => {
    for (const nav of e.target.querySelectorAll('.walk')) {
      const v = konspekt.owner(nav).values[nav.dataset.walk];
      nav.hidden = Boolean(v.hidden);
      nav.querySelector('output').textContent = Number(v.text) === v.min && nav.dataset.still || `${v.text} из ${v.max}`;
    }
  });
  document.addEventListener('keydown', (e) => {
    const nav = e.target.closest && e.target.closest('.walk'), way = { Home: 0, ArrowLeft: 1, ArrowRight: 2, End: 3 }[e.key];
    if (!nav || way === undefined) return;
    e.preventDefault();
    walk(nav, way);
  });

  document.addEventListener('click', (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    const step = e.target.closest('.walk a');
    if (step) { e.preventDefault(); walk(step.parentElement, [...step.parentElement.querySelectorAll('a')].indexOf(step)); return; }
    const choice = e.target.closest('[data-chooses]');
    if (choice) { e.preventDefault(); choose(choice); return; }
    const a = e.target.closest('a.drive');
    if (a && drives.includes(a)) {
      e.preventDefault();
      const { q, lab } = target(a);
      reveal(lab);
      lab.go(q.toString());
      if (a.closest('.notes')) peek(lab);
      return;
    }
    const button = e.target.closest('[data-action]');
    if (!button) return;
    e.preventDefault();
    const panel = button.closest('section.lab');
    actions[button.dataset.action](panel && konspekt.lab(panel.dataset.lab), button);
  });

  // A symbol of the notes and the control that it names light up together; a click on
  // the symbol puts the hand on the control.
  const twins = (name) => document.querySelectorAll(`.notes [data-control="${name}"], .control[data-control="${name}"]`);
  const named = (e) => e.target.closest && e.target.closest('.notes [data-control], .control[data-control]');
  for (const [type, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
    document.addEventListener(type, (e) => {
      const at = named(e);
      if (at) twins(at.dataset.control).forEach((el) => el.classList.toggle('hot', on));
    });
  }
  document.addEventListener('click', (e) => {
    const symbol = e.target.closest('.notes [data-control]');
    if (!symbol || e.target.closest('a')) return;
    const box = [...twins(symbol.dataset.control)].find((el) => el.classList.contains('control') && !el.hidden);
    if (!box) return;
    const folded = box.closest('details');
    if (folded) folded.open = true;
    box.querySelector('input[type="range"], input, select').focus();
  });

  // Keys work only while no control, link or figure has the focus.
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || ![document.body, document.getElementById('main')].includes(document.activeElement)) return;
    const turn = { ArrowLeft: 'prev', ArrowRight: 'next' }[e.key];
    const link = turn && document.querySelector(`.neighbours a[rel="${turn}"]`);
    if (link) link.click();
    else if (e.key === 't' || e.key === 'е') theme();
  });
})();
