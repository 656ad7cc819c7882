// Hints: a term, a formula's number or a source shows what it refers to when it is
// pointed at or has the focus; the link itself goes where it always went.
(() => {
  'use strict';
  const LINKS = 'a.term, a.eqref, a.cite';
  const card = Object.assign(document.createElement('div'), { className: 'hint', hidden: true });
  card.setAttribute('role', 'tooltip');
  card.id = 'hint';
  document.body.append(card);
  const pages = new Map(); // address → the document behind it, asked for once
  let at = null;

  async function page(path) {
    if (path === location.pathname) return document;
    if (!pages.has(path)) {
      pages.set(path, fetch(path).then((r) => r.text()).then((html) => new DOMParser().parseFromString(html, 'text/html')));
    }
    return pages.get(path);
  }

  async function show(link) {
    at = link;
    const target = (await page(link.pathname)).getElementById(decodeURIComponent(link.hash.slice(1)));
    if (at !== link || !target) return;
    const body = target.querySelector('dd, .eq-body') || target;
    card.replaceChildren(...[...document.importNode(body, true).childNodes].filter((n) => n.nodeName !== 'DETAILS' && !(n.classList && n.classList.contains('sec'))));
    card.hidden = false;
    link.setAttribute('aria-describedby', 'hint');
    const r = link.getBoundingClientRect(), w = card.offsetWidth, h = card.offsetHeight;
    const left = Math.max(8, Math.min(r.left, innerWidth - w - 8));
    const top = r.bottom + h + 8 < innerHeight ? r.bottom + 6 : r.top - h - 6;
    card.style.translate = `${left + scrollX}px ${top + scrollY}px`;
  }
  function hide() {
    if (at) at.removeAttribute('aria-describedby');
    at = null;
    card.hidden = true;
  }
  document.addEventListener('pointerover', (e) => {
    const link = e.target.closest(LINKS);
    if (link && link !== at && e.pointerType === 'mouse') show(link);
    else if (!link && at && !e.target.closest('.hint') && document.activeElement !== at) hide();
  });
  document.addEventListener('focusin', (e) => (e.target.matches(LINKS) && e.target.matches(':focus-visible') ? show(e.target) : hide()));
  document.addEventListener('keydown', (e) => { if (e.key === 'Escape') hide(); });
})();
