// All chains, and a new one: with what it begins, its steps, its price.

import { call, config } from './api.js';
import { Asking } from './asking.js';
import { Editor, possible } from './editor.js';

const { at, pictures, image } = config;
const form = document.querySelector('[data-form]');
const place = form.querySelector('[data-editor]');
const from = form.querySelector('.from');
let editor = null;

function buttons() {
  form.querySelector('[data-add]').hidden = !editor.more;
  form.querySelector('[data-drop]').hidden = editor.steps.length < 2;
}

/** Begin with words or a picture: other steps are possible. */
function begin() {
  const chosen = pictures.find((one) => one.image === form.image.value);
  config.brush = chosen?.brush ?? null;
  from.hidden = !chosen;
  if (chosen) from.querySelector('img').src = chosen.thumb;
  place.replaceChildren();
  editor = new Editor(place, chosen ? 'picture' : 'words');
  editor.add(chosen ? { kind: 'image-to-video' } : {});
  if (!chosen) editor.add({ kind: 'image-to-video' });
  buttons();
}

form.image.append(...pictures.map(({ image: pk, title }) => new Option(title, pk)));
form.image.value = image;
form.image.addEventListener('change', begin);
place.addEventListener('steps', () => editor && buttons());
form.querySelector('[data-add]').addEventListener('click', () => editor.add());
form.querySelector('[data-drop]').addEventListener('click', () => editor.drop());
if (possible('words').length || possible('picture').length) {
  if (!possible('words').length && !image && pictures.length) form.image.value = pictures[0].image;
  begin();
  new Asking(
    form,
    () => ({ name: form.name.value, image: form.image.value || null, steps: editor.value() }),
    async (told) => { location.href = (await call(at.begin, told)).go; },
  );
} else {
  form.hidden = true;
  document.querySelector('[data-none]').hidden = false;
}
