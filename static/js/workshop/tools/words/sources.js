// Every sentence with its source, or the word that it claims nothing.

import { element } from '../../slider.js';
import { say } from '../../words.js';
import { sourceOf } from './text.js';

export class Sources {
  #shown = '';

  /** onSource(sentence, source or undefined); onShow(sentence). */
  constructor(list, { onSource, onSettle, onShow }) {
    Object.assign(this, { list, onSource, onSettle, onShow });
  }

  show(sentences, sources, locked) {
    const key = JSON.stringify(sentences);
    if (key !== this.#shown) {
      this.#shown = key;
      this.list.replaceChildren(...sentences.map((sentence, n) => this.#row(sentence, n)));
    }
    [...this.list.children].forEach((row, n) => this.#fill(row, sourceOf(sources, sentences[n]), locked));
  }

  focus(sentence, sentences) {
    this.list.children[sentences.indexOf(sentence)]?.querySelector('input[type=text]').focus();
  }

  #row(sentence, n) {
    const show = element('button', { type: 'button', className: 'said serif', textContent: sentence });
    show.addEventListener('click', () => this.onShow(sentence));
    const field = element('input', { type: 'text', className: 'field', maxLength: 1000 });
    field.setAttribute('aria-label', say('source_of', sentence));
    field.addEventListener('input', () => this.onSource(sentence, field.value.trim() ? field.value : undefined));
    field.addEventListener('change', this.onSettle);
    const box = element('input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      this.onSource(sentence, box.checked ? '' : undefined);
      this.onSettle();
    });
    const label = element('label', { className: 'check' }, [box, ` ${say('claims_nothing')}`]);
    return Object.assign(element('li', {}, [element('b', { className: 'nums', textContent: n + 1 }), show, element('div', { className: 'src' }, [field, label])]), { field, box });
  }

  #fill(row, source, locked) {
    row.classList.toggle('bare', source === undefined);
    if (document.activeElement !== row.field) row.field.value = source ?? '';
    row.field.disabled = locked || source === '';
    row.box.checked = source === '';
    row.box.disabled = locked || Boolean(source);
  }
}
