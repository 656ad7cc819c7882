// Before the first paint: the remembered theme, the mark that scripts run, and the
// contents folded on a narrow screen.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  let theme = null;
  try { theme = localStorage.getItem('theme'); } catch { /* storage is off */ }
  if (theme && !root.dataset.theme) root.dataset.theme = theme;

  const wide = matchMedia('(min-width: 1100px)');
  const fold = () => {
    const contents = document.querySelector('.contents');
    if (contents) contents.open = wide.matches;
    return Boolean(contents);
  };
  new MutationObserver((changes, parser) => { if (fold()) parser.disconnect(); }).observe(root, { childList: true, subtree: true });
  wide.addEventListener('change', fold);
})();
