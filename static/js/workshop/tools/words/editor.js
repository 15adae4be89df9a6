// The text of an answer: a plain field, over a copy of its words in which marks, mistakes and
// sentences without a source are seen.

import { element } from '../../slider.js';
import { cut, inserted, isJson, linesOf, marksOf, placesOf, stressed } from './text.js';

const PUTS = {
  pause: ['[pause 0.8]'], gaze: ['[look left]'], smile: ['[smile]', '[/smile]'], emphasis: ['*', '*'],
};

export class Editor {
  /** onInput(text); onMark(name) for marks that are not put into the text. */
  constructor(root, { onInput, onSettle, onMark }) {
    this.field = root.querySelector('[data-text]');
    this.ink = root.querySelector('[data-ink]');
    Object.assign(this, { onInput });
    this.field.addEventListener('input', () => this.#changed());
    this.field.addEventListener('change', onSettle);
    this.field.addEventListener('scroll', () => { this.ink.scrollTop = this.field.scrollTop; });
    root.querySelectorAll('[data-mark]').forEach((button) => button.addEventListener('click', () => {
      if (button.dataset.mark === 'source') onMark('source');
      else this.put(button.dataset.mark, button.dataset.put);
    }));
    root.querySelectorAll('[data-put-from]').forEach((choice) => choice.addEventListener('change', () => {
      this.put(choice.dataset.putFrom, choice.value);
      choice.selectedIndex = 0;
    }));
  }

  /** Show a text; sentences without source get a wavy line, wrong lines a bar. */
  show(text, { bare = [], lines = [], locked }) {
    if (this.field.value !== text) this.field.value = text;
    this.field.readOnly = locked;
    this.#draw(text, bare, lines);
  }

  /** The place of the caret, to find the sentence it stands in. */
  get caret() { return this.field.selectionStart; }

  put(name, put = '') {
    if (this.field.readOnly) return;
    const { value, selectionStart: start, selectionEnd: end } = this.field;
    const [before, after] = PUTS[name] ?? [];
    let next = null;
    if (name === 'stress') next = stressed(value, end);
    else if (put) next = inserted(value, start, end, `[${put}]`, start < end && name === 'express' ? `[/${put.split(' ')[0]}]` : '');
    else next = inserted(value, start, end, before, start < end ? after : '');
    if (!next || next.text === value) return;
    this.field.focus();
    this.field.setSelectionRange(0, value.length);
    // through the browser, so that its own undo inside the field knows it
    if (!document.execCommand?.('insertText', false, next.text)) this.field.value = next.text;
    this.field.setSelectionRange(next.caret, next.caret);
    this.#changed();
  }

  /** Show where a sentence stands. */
  select(sentence) {
    const [place] = placesOf(this.field.value, [sentence]);
    if (!place) return;
    this.field.focus();
    this.field.setSelectionRange(place.start, place.end);
  }

  #changed() {
    this.onInput(this.field.value);
  }

  #draw(text, bare, lines) {
    const wavy = placesOf(text, bare).filter(Boolean).map((place) => ({ ...place, kind: 'bad' }));
    const marks = isJson(text) ? [] : marksOf(text).map((mark) => ({ ...mark, kind: `m ${mark.kind}` }));
    const pieces = cut(text, [...wavy, ...marks, ...linesOf(text, lines)]);
    this.ink.replaceChildren(...pieces.map((piece) => (
      piece.kinds.length ? element('span', { className: piece.kinds.filter((kind, n, all) => kind !== 'bad' || !all.some((one) => one.startsWith('m'))).join(' '), textContent: piece.text }) : piece.text)), '\n');
  }
}
