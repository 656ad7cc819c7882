// Terms of a sum and the marks of the figures that stand for them light up together.
(() => {
  'use strict';
  const tagged = (e) => (e.target.closest ? e.target.closest('.lab [data-tag]') : null);
  for (const [type, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
    document.addEventListener(type, (e) => {
      const at = tagged(e);
      if (!at) return;
      const all = at.closest('section.lab').querySelectorAll(`[data-tag="${CSS.escape(at.dataset.tag)}"]`);
      all.forEach((el) => el.classList.toggle('lit', on));
    });
  }
  // One stop for the Tab key; arrows go along the terms.
  document.addEventListener('keydown', (e) => {
    const term = e.target.closest && e.target.closest('.sum .addend'), by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (!term || !by) return;
    e.preventDefault();
    const all = [...term.parentElement.querySelectorAll('.addend')], next = all[all.indexOf(term) + by];
    if (!next) return;
    term.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
})();
