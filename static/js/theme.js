// Before the first paint: the remembered theme, and the mark that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  let theme = null;
  try { theme = localStorage.getItem('theme'); } catch { /* storage is off */ }
  if (theme && !root.dataset.theme) root.dataset.theme = theme;
})();
