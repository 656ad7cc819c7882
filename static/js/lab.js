// A lab without reloading the page: one request in flight and the newest state next, the answer
// swapped in part by part, the address following. Without this script form and links work by themselves.
window.konspekt = {};
(() => {
  'use strict';
  // After so many ms a newer state gives up the one in flight: longer than any line's round trip.
  const PATIENCE = 1000;

  class Lab {
    constructor(root) {
      this.root = root;
      this.form = root.querySelector('form.controls');
      this.want = null;     // the query to ask for next
      this.flight = null;   // the request under way
      this.gesture = false; // a control is being moved
      this.entry = 'none';  // what the next answer does to the history: push, replace, none
      this.settled = false; // the next answer ends a gesture
      this.jump = false;    // the next answer opens the figure that its state is about
      this.written = 0;     // when the address was last set
      this.pinned = false;  // the ghost stays until it is let go
      this.growing = false; // answers are stages of «Заново», or 'last': controls and address stay
      this.read();
      this.controls = new konspekt.Controls(this);
      this.form.addEventListener('submit', (e) => { e.preventDefault(); this.go(this.query()); });
    }

    part(name) { return this.root.querySelector(`[data-part="${name}"]`); }
    read() {
      this.state = JSON.parse(this.part('state').dataset.state);
      for (const v of this.state.values) v.text ||= new URLSearchParams(this.state.query).get(v.name) || '';
      this.values = Object.fromEntries(this.state.values.map((v) => [v.name, v]));
    }
    query() {
      const q = new URLSearchParams(new FormData(this.form));
      q.delete('lab');
      return q.toString();
    }

    address() { return `${this.root.dataset.page}?${this.root.dataset.prefix}${this.state.query}`.replace(/[?&]$/, ''); }

    // The first movement of a gesture makes a ghost of what is seen and one entry of history.
    move() {
      this.growing = false;
      if (!this.gesture) {
        this.gesture = true;
        this.entry = 'push';
        if (!this.pinned) this.ghosts = konspekt.lift(this);
      }
      this.ask(this.query(), !this.settled);
    }
    settle() {
      this.settled = true; // before it asks: the last state of a gesture is asked for even if it was seen
      this.move();
      this.gesture = false;
    }
    // A jump to a state: a link, a preset, a step back.
    go(query, entry = 'push') {
      this.growing = false;
      this.gesture = false;
      this.jump = true;
      this.entry = entry;
      this.settled = true;
      if (!this.pinned) this.ghosts = konspekt.lift(this);
      this.ask(query);
    }

    // While something moves, a glimpse is enough: the figures in sight.
    ask(query, glimpse = false) {
      if (query === this.asked && !this.settled) return; // the pointer moved within one step
      this.want = this.asked = query;
      this.path = `/lab/${this.root.dataset.lab}${glimpse ? '/' + konspekt.inSight(this.root) : ''}`;
      if (!this.flight) this.next();
      else if (performance.now() - this.flight.since > PATIENCE) this.flight.abort();
    }
    async next() {
      while (this.want !== null) {
        const query = this.want, stop = new AbortController();
        this.want = null;
        this.flight = { since: performance.now(), abort: () => stop.abort() };
        const timer = setTimeout(() => this.root.classList.add('waiting'), 300);
        try {
          const r = await fetch(`${this.path}?${query}`, { signal: stop.signal });
          const body = await r.text();
          if (r.ok) this.show(body);
          else this.refuse(JSON.parse(body));
        } catch (err) {
          if (err.name !== 'AbortError') this.refuse({ detail: 'Сервер не ответил. Проверьте, запущен ли он, и повторите.' });
        }
        clearTimeout(timer);
        this.root.classList.remove('waiting');
      }
      this.flight = null;
    }

    show(html) {
      const fresh = document.createElement('template');
      fresh.innerHTML = html;
      for (const part of fresh.content.querySelectorAll('[data-part]')) konspekt.swap(this.part(part.dataset.part), part);
      for (const figure of fresh.content.querySelectorAll('[data-glimpse] > [data-figure]')) konspekt.redraw(this.root, figure);
      this.read();
      this.refuse({});
      const settled = this.settled && this.want === null;
      if (this.growing === 'last' && this.want === null) this.growing = false;
      if (!this.growing) {
        this.controls.follow(settled);
        this.remember(settled);
      }
      konspekt.haunt(this, this.ghosts);
      const tab = this.jump && this.root.querySelector(`.tab[value="${this.part('state').dataset.beside}"]`);
      if (tab) tab.checked = true;
      this.jump = false;
      if (settled) {
        this.root.querySelector('[data-live]').textContent = this.part('state').dataset.summary;
        this.settled = false;
      }
      this.root.dispatchEvent(new CustomEvent('lab:shown', { bubbles: true }));
    }

    // Browsers refuse a page that rewrites its address more than some 100 times in 30 s, and
    // each time costs them milliseconds: within a gesture it follows twice a second.
    remember(settled) {
      const url = this.address();
      if (this.entry === 'push' && url !== location.pathname + location.search) history.pushState(null, '', url);
      const now = performance.now(), due = settled || this.entry === 'push' || now - this.written > 500;
      if (this.entry === 'replace' && due) history.replaceState(null, '', url);
      if (due) this.written = now;
      this.entry = 'replace';
      this.root.querySelector('[data-permalink]').textContent = location.origin + url;
    }

    // Messages at the controls that they are about; the picture stays, and says so.
    refuse(problem) {
      const errors = problem.errors || [], aside = [];
      for (const box of this.form.querySelectorAll('[data-control]')) {
        const found = errors.find((e) => e.parameter === box.dataset.control), folded = box.closest('details:not([open])');
        box.querySelector('.problem').textContent = found ? konspekt.sentence(found.reason) + ' Рисунок остался прежним.' : '';
        if (found && folded) aside.push(konspekt.sentence(found.reason));
        const field = this.controls && this.controls.field(box.dataset.control);
        if (field && field.setAttribute) field.setAttribute('aria-invalid', Boolean(found));
      }
      this.form.querySelector('[data-general]').textContent = problem.errors ? aside.join(' ') : problem.detail || '';
      this.root.classList.toggle('stale', Boolean(problem.detail));
    }
  }

  konspekt.Lab = Lab;
  // A lab of the page by its name; the first one owns addresses that name none.
  konspekt.lab = (id) => konspekt.labs.find((l) => l.root.dataset.lab === id) || konspekt.labs[0];
})();
