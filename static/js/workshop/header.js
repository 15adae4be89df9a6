// The bar above: what became of the changes, undo and redo, who else is here, and sending.

import { clock, inLanguage, say } from './words.js';

export class Header {
  #whyNot = '';

  constructor(studio) {
    this.studio = studio;
    const find = (selector) => document.querySelector(selector);
    Object.assign(this, {
      line: find('[data-state]'), why: find('[data-why]'), undoButton: find('[data-undo]'),
      redoButton: find('[data-redo]'), send: find('[data-send]'), lock: find('[data-lock]'), moved: find('#moved-dialog'),
      label: find('#preview [data-short]'),
    });
    this.undoButton.addEventListener('click', () => this.undo());
    this.redoButton.addEventListener('click', () => this.redo());
    this.send.addEventListener('click', () => this.#send());
    find('[data-take]').addEventListener('click', () => studio.presence.take());
    this.moved.addEventListener('close', () => studio.draft.saver.resolve(this.moved.returnValue !== 'theirs'));
    addEventListener('keydown', (event) => this.#key(event));
    studio.draft.listen(() => this.#draw());
    this.#draw();
  }

  undo() {
    const step = this.studio.draft.undo();
    if (step) this.tell(say('undone', step.label));
  }

  redo() {
    const step = this.studio.draft.redo();
    if (step) this.tell(say('redone', step.label));
  }

  /** Say it to screen readers, and on the line of the state for a while. */
  tell(text) {
    document.querySelector('[data-said]').textContent = text;
    this.why.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#draw(), 4000);
  }

  /** What the last heartbeat said. */
  heard(told) {
    this.#whyNot = told.why_not;
    this.same = told.same;
    this.#draw();
  }

  #draw() {
    const { draft } = this.studio;
    const said = { saved: () => say('saved', clock(draft.saved)) };
    const text = (said[draft.state] ?? (() => say(draft.state === 'moved' || draft.state === 'taken' ? 'unsaved' : draft.state)))();
    const calm = draft.state === 'taken' && !draft.unsaved;
    this.line.textContent = calm ? say('looking') : text;
    this.line.dataset.is = calm ? 'looking' : draft.state;
    this.why.textContent = this.#whyNot;
    if (draft.label) this.label.textContent = inLanguage(draft.label); // a draft that learns to speak says so
    this.#can(this.undoButton, draft.mayChange && draft.canUndo);
    this.#can(this.redoButton, draft.mayChange && draft.canRedo);
    this.#can(this.send, draft.state === 'saved' && !this.#whyNot);
    this.#can(document.querySelector('[data-save-version]'), draft.mayChange);
    const taken = draft.state === 'taken';
    this.lock.hidden = !taken;
    if (taken) this.lock.firstElementChild.textContent = this.same ? say('taken_self') : say('taken', draft.by);
    document.body.classList.toggle('readonly', !draft.mayChange);
    if (draft.state === 'moved' && !this.moved.open) this.#ask();
  }

  #ask() {
    const { fields } = this.studio.draft.saver.conflict;
    this.moved.querySelector('[data-moved]').textContent = say('moved', fields.map((name) => say(`field_${name}`)).join(', '));
    this.moved.returnValue = '';
    this.moved.showModal();
  }

  /** Greyed buttons stay in the tab order and say why. */
  #can(button, yes) {
    button.setAttribute('aria-disabled', String(!yes));
  }

  async #send() {
    if (this.send.getAttribute('aria-disabled') === 'true') return;
    const { status, body } = await this.studio.call(this.studio.config.at.send, { method: 'POST', body: {} });
    this.tell(status === 200 ? say('sent') : inLanguage(body.error));
    if (status === 200) this.studio.versions.show(body.versions);
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest('textarea, [contenteditable], dialog')) return;
    if (event.code === 'KeyZ') {
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    } else if (event.code === 'KeyY') {
      event.preventDefault();
      this.redo();
    } else if (event.code === 'KeyS') {
      event.preventDefault();
      document.querySelector('[data-save-version]').click();
    }
  }
}
