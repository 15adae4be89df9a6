// Brings the living pictures of a public page to life, and lets a visitor copy its address.

import { Viewer } from './viewer.js';

for (const block of document.querySelectorAll('[data-viewer]')) {
  const figure = block.querySelector('[data-stream]');
  if (figure) figure.viewer = new Viewer(block, figure);
}

for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue; // plain-http pages have none; the address can be selected
  button.hidden = false;
  button.addEventListener('click', async () => {
    const told = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(told.href ?? told.textContent);
    button.querySelector('span').textContent = button.dataset.done;
  });
}
