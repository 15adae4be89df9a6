// Puts words into the page: the museum's (data-t) and the current work's (data-w).

import { STRINGS, other } from './strings.js';

/** What a work says under one name, in one language; '' when it has nothing to say. */
export function workWord(work, name, language) {
  if (!work) return '';
  if (name === 'maker') return `${work.maker[language]}, ${work.date_text[language]}`;
  if (name === 'attract') return work.attract[language] || STRINGS[language].attract;
  if (name === 'facts') {
    return [work.medium[language], work.size[language]].filter(Boolean).join(', ');
  }
  return work[name][language];
}

/** Write every word of the page in this language. */
export function speak(page, work, language) {
  page.documentElement.lang = language;
  for (const node of page.querySelectorAll('[data-t]')) {
    set(node, STRINGS[language][node.dataset.t]);
  }
  for (const node of page.querySelectorAll('[data-w]')) {
    const spoken = 'other' in node.dataset ? other(language) : language;
    if ('other' in node.dataset) node.lang = spoken;
    set(node, workWord(work, node.dataset.w, spoken));
  }
  const button = page.getElementById('language');
  if (button) button.lang = other(language);
}

// a live region must not be rewritten with the same words, or a screen reader repeats them
function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
