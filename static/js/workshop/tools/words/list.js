// The questions of the draft, in their order.

import { element } from '../../slider.js';
import { say } from '../../words.js';
import { nameOf } from '../camera.js';

export class List {
  /** onChoose(id), onMove(id, by), onRemove(id). */
  constructor(root, on) {
    Object.assign(this, { root, on });
  }

  show(answers, chosen, { refused, locked }) {
    const focused = document.activeElement?.dataset?.act;
    const rows = answers.map((answer, n) => {
      const wrong = Object.keys(refused).some((place) => place.startsWith(`answers.${n}.`));
      const pick = element('button', { type: 'button', className: 'pick1' }, [
        element('b', { className: 'serif', textContent: nameOf(answer) }),
        element('small', { textContent: answer.language === 'ru' ? 'Русский' : 'English', lang: answer.language }),
      ]);
      pick.setAttribute('aria-pressed', String(answer.id === chosen));
      pick.dataset.act = `pick ${answer.id}`;
      pick.addEventListener('click', () => this.on.choose(answer.id));
      return element('li', { className: [answer.id === chosen ? 'sel' : '', wrong ? 'bad' : ''].join(' ') }, [
        pick, this.#act('up', answer, n === 0 || locked, () => this.on.move(answer.id, -1)),
        this.#act('down', answer, n === answers.length - 1 || locked, () => this.on.move(answer.id, 1)),
        this.#act('remove', answer, locked, () => this.on.remove(answer.id)),
      ]);
    });
    this.root.replaceChildren(...rows);
    if (focused) this.root.querySelector(`[data-act="${CSS.escape(focused)}"]`)?.focus();
  }

  #act(name, answer, off, then) {
    const signs = { up: '↑', down: '↓', remove: '×' };
    const button = element('button', { type: 'button', className: 'btn icon quiet', textContent: signs[name], disabled: off });
    button.dataset.act = `${name} ${answer.id}`;
    button.setAttribute('aria-label', `${nameOf(answer)}: ${say(name)}`);
    button.addEventListener('click', then);
    return button;
  }
}
