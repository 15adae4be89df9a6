// The studio's sentences, filled in; the page brings them in its language.

const language = () => (document.documentElement.lang.startsWith('en') ? 'en' : 'ru');
let sentences = {};

export function learn(words) {
  sentences = words;
}

export function say(key, ...told) {
  return (sentences[key] ?? key).replace(/\{(\d)\}/g, (_, place) => told[place] ?? '');
}

/** Return the page's language of {ru, en}. */
export function inLanguage(words) {
  return words?.[language()] ?? '';
}

export function number(value, digits = 2) {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}

/** Return the hour and minute of an ISO moment as the museum's clock shows them. */
export function clock(iso) {
  return iso.slice(11, 16);
}
