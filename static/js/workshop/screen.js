// The draft alone, for a screen beside the desk.

import { Preview } from './preview.js';
import { learn } from './words.js';

const config = JSON.parse(document.getElementById('studio-config').textContent);
learn(config.words);
window.preview = new Preview(document.querySelector('[data-preview]'), { stream: config.stream }); // tests look here
