// A script as text: where its marks and sentences stand, and what a hand puts into it. Pure.

export const STRESS = '\u0301';
const MARK = /(?<!\\)\[[^[\]]*\]/g;
const VOWEL = /[аеёиоуыэюяaeiouy]/i;
const VOICE = /^[ \t]*\[(?:voice|голос)[^\]]*\][ \t]*\n*/im;

export const isJson = (text) => text.trimStart().startsWith('{');

/** Where marks stand: [{start, end, kind}], kind 'time' for pauses and tempo, else 'act'. */
export function marksOf(text) {
  return [...text.matchAll(MARK)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: /^\[\/?(pause|пауза|rate|темп|slow|медленно|fast|быстро)/i.test(found[0]) ? 'time' : 'act',
  }));
}

/** Where sentences, told without marks, stand in the text: [{start, end}], null where not found. */
export function placesOf(text, sentences) {
  const [plain, map] = spoken(text);
  let from = 0;
  return sentences.map((sentence) => {
    const wanted = sentence.replace(/\s+/g, ' ').trim();
    const at = plain.indexOf(wanted, from);
    if (at < 0) return null;
    from = at + wanted.length;
    return { start: map[at], end: map[from - 1] + 1 };
  });
}

/** The text without marks and doubled spaces, and where each of its letters stood. */
function spoken(text) {
  const marks = marksOf(text);
  let [plain, n] = ['', 0];
  const map = [];
  for (let at = 0; at < text.length; at += 1) {
    while (marks[n] && at >= marks[n].end) n += 1;
    const silent = marks[n] && at >= marks[n].start;
    if (!silent && text[at] === '*') continue;
    const letter = silent || /\s/.test(text[at]) ? ' ' : text[at];
    if (letter === ' ' && (plain === '' || plain.endsWith(' '))) continue;
    plain += letter;
    map.push(at);
  }
  return [plain, map];
}

/** Cut a text where ranges [{start, end, kind}] begin and end: [{text, kinds}]. */
export function cut(text, ranges) {
  const edges = [...new Set([0, text.length, ...ranges.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, n) => ({
    text: text.slice(start, edges[n + 1]),
    kinds: ranges.filter((range) => range.start <= start && edges[n + 1] <= range.end).map(({ kind }) => kind),
  })).filter((piece) => piece.text);
}

/** Where the lines of these numbers (from 1) stand. */
export function linesOf(text, numbers) {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return numbers.filter((n) => n >= 1 && n <= starts.length).map((n) => ({
    start: starts[n - 1], end: (starts[n] ?? text.length + 1) - 1, kind: 'wrongline',
  }));
}

/** Put words at the caret, or around what is selected; returns {text, caret}. */
export function inserted(text, start, end, before, after = '') {
  const space = !after && start > 0 && !/\s/.test(text[start - 1]) ? ' ' : '';
  const gap = !after && end < text.length && !/\s/.test(text[end]) ? ' ' : '';
  const put = `${space}${before}${text.slice(start, end)}${after}${gap}`;
  return { text: text.slice(0, start) + put + text.slice(end), caret: start + put.length };
}

/** Stress the vowel at the caret, or take its stress away: before the caret, else after it. */
export function stressed(text, caret) {
  if (text[caret - 1] === STRESS) return { text: text.slice(0, caret - 1) + text.slice(caret), caret: caret - 1 };
  const at = [caret - 1, caret].find((n) => n >= 0 && VOWEL.test(text[n] ?? ''));
  if (at === undefined) return { text, caret };
  if (text[at + 1] === STRESS) return { text: text.slice(0, at + 1) + text.slice(at + 2), caret: at + 1 };
  return { text: text.slice(0, at + 1) + STRESS + text.slice(at + 1), caret: at + 2 };
}

/** A camera sentence as the first thing that happens; one that was there goes. */
export function withCamera(text, sentence) {
  if (isJson(text)) {
    const script = JSON.parse(text);
    const events = (script.events ?? []).filter((event, n) => n > 0 || typeof event.camera !== 'string');
    return JSON.stringify({ ...script, events: [{ camera: sentence }, ...events] }, null, 2);
  }
  const rest = text.replace(/^[ \t]*\[(?:camera|камера) [^\]]*\][ \t]*\n+/i, '');
  return `[camera ${sentence.replace(/[[\]\n]+/g, ' ').trim()}]\n\n${rest}`;
}

/** {speaker, rate, pitch} of a script's voice mark. */
export function voiceOf(text) {
  const mark = VOICE.exec(text)?.[0] ?? '';
  const rest = mark.replace(/^\s*\[\S+\s*|\]\s*$/g, '');
  const number = (name, usual) => Number((new RegExp(`${name}=([-+.\\d]+)`).exec(rest) ?? [0, usual])[1]);
  return { speaker: rest.replace(/(rate|pitch)=\S+/g, '').trim(), rate: number('rate', 1), pitch: number('pitch', 0) };
}

/** The same script in this voice. */
export function withVoice(text, { speaker, rate, pitch }) {
  const more = [rate === 1 ? '' : `rate=${rate}`, pitch === 0 ? '' : `pitch=${pitch}`];
  const said = [speaker, ...more].filter(Boolean).join(' ');
  const rest = text.replace(VOICE, '');
  return said ? `[voice ${said}]\n\n${rest}` : rest;
}

/** What makes two spellings of a sentence one, as exhibits/review/citations.py has it. */
export const keyOf = (text) => text.normalize('NFD').replaceAll(STRESS, '').normalize('NFC').replace(MARK, ' ')
  .replaceAll('*', '').split(/\s+/).filter(Boolean).join(' ').toLowerCase();

/** The source of a sentence: undefined while nobody gave one, '' where it claims nothing. */
export const sourceOf = (sources, sentence) => sources.findLast(({ statement }) => keyOf(statement) === keyOf(sentence))?.source;

/** Sources with this one; undefined takes it away. Those of sentences that are gone go. */
export function withSource(sources, sentences, sentence, source) {
  const kept = sources.filter(({ statement }) => keyOf(statement) !== keyOf(sentence) && sentences.some((one) => keyOf(one) === keyOf(statement)));
  return source === undefined ? kept : [...kept, { statement: sentence, source }];
}
