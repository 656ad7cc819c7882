// Lists of numbers: a slider for each, and buttons for one more or one fewer. The field
// holds them all and is what the form sends.
(() => {
  'use strict';
  const { number, shown } = konspekt;
  const read = (field) => (field.value.trim() === '' ? [] : field.value.split(field.value.includes(';') ? ';' : ',').map(number));
  const write = (field, numbers) => { field.value = numbers.map((v) => shown(Number(v.toPrecision(9)))).join('; '); };
  const sliders = (field) => field.closest('.control').querySelectorAll('input[data-item]');

  // One number of a list, for a slider and for a grip.
  konspekt.setItem = (field, i, value) => {
    const numbers = read(field);
    numbers[i] = value;
    write(field, numbers);
    follow(field);
  };
  konspekt.setList = (field, text) => {
    write(field, text === '' ? [] : text.split(',').map(Number));
    follow(field);
  };

  // As many sliders as numbers, each where its number is.
  function follow(field) {
    const box = field.closest('.control').querySelector('.items'), numbers = read(field);
    if (!box) return;
    while (box.children.length > numbers.length) box.lastElementChild.remove();
    while (box.children.length < numbers.length) {
      const more = box.lastElementChild.cloneNode(true), slider = more.querySelector('input'), k = box.children.length;
      more.querySelector('span').textContent = k + 1;
      slider.dataset.item = k;
      slider.setAttribute('aria-label', slider.getAttribute('aria-label').replace(/\d+$/, k + 1));
      box.append(more);
    }
    sliders(field).forEach((s, i) => {
      s.value = numbers[i];
      s.setAttribute('aria-valuetext', shown(numbers[i]));
    });
  }

  document.addEventListener('input', (e) => {
    const d = e.target.dataset;
    if (d.item) konspekt.setItem(e.target.form.elements.namedItem(d.of), Number(d.item), Number(e.target.value));
  }, true); // before the form hears of it
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-items]'), field = button && button.parentElement.querySelector('input');
    if (!button) return;
    const numbers = read(field);
    if (button.dataset.items === '1' && numbers.length < field.dataset.most) numbers.push(0);
    if (button.dataset.items === '-1' && numbers.length > field.dataset.least) numbers.pop();
    write(field, numbers);
    follow(field);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
})();
