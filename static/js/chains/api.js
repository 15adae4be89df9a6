// Speaks to the museum, and makes elements. What is refused is thrown in the page's language.

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';

export const config = JSON.parse(document.getElementById('chains-config').textContent);

/** Return what the museum answers; with a body it is asked to do something. */
export async function call(address, body) {
  const asked = body === undefined ? {} : {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token() },
  };
  const answer = await fetch(address, asked);
  if (answer.redirected) throw new Error(config.words.lost);
  const told = await answer.json();
  if (answer.ok) return told;
  throw new Error(told.error[document.documentElement.lang.slice(0, 2)] ?? told.error.en);
}

export function make(name, told = {}, ...inside) {
  const made = Object.assign(document.createElement(name), told);
  made.append(...inside);
  return made;
}

/** Show a sentence in its place, or take it away. */
export function say(place, text = '') {
  place.textContent = text;
  place.hidden = !text;
}

/** Sums as people read them: "0.50 USD". */
export function sums(total) {
  return Object.entries(total).map(([currency, amount]) => `${amount.toFixed(2)} ${currency}`).join(', ');
}
