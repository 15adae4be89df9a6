// First the price, then the word: a form is sent twice, and the second time it costs money.

import { call, config, say, sums } from './api.js';

const { words, at } = config;

export class Asking {
  /** form: with [data-cost], [data-refusal], [data-send]; read() is what is asked. */
  constructor(form, read, send) {
    Object.assign(this, { form, read, send, asked: '', total: null });
    this.button = form.querySelector('[data-send]');
    form.addEventListener('submit', (event) => { event.preventDefault(); this.go(); });
    form.addEventListener('input', () => this.forget());
    form.addEventListener('steps', () => this.forget(), true);
    this.forget();
  }

  /** Something changed: the price is not known any more. */
  forget() {
    this.total = null;
    say(this.form.querySelector('[data-cost]'));
    say(this.form.querySelector('[data-refusal]'));
    this.button.textContent = words.price;
  }

  async go() {
    this.button.disabled = true;
    try {
      const told = this.read();
      if (this.total && this.asked === JSON.stringify(told)) await this.send({ ...told, agreed: this.total });
      else await this.tell(told);
    } catch (error) {
      this.forget();
      say(this.form.querySelector('[data-refusal]'), error.message);
    } finally {
      this.button.disabled = false;
    }
  }

  async tell(told) {
    const { total, steps } = await call(at.price, told);
    this.asked = JSON.stringify(told);
    this.total = total;
    const sizes = steps.map(({ size }) => size.join('×')).join(' → ');
    const price = Object.keys(total).length ? `${words.costs} ${sums(total)}.` : words.free;
    say(this.form.querySelector('[data-cost]'), `${price} ${sizes}`);
    this.button.textContent = Object.keys(total).length ? `${words.agree} ${sums(total)}` : words.begin;
  }
}
