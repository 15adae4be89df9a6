// Which words are on the screen at a moment of an answer. Pure.

/** {text, language} at a position (s), in the asked language where there are captions in it. */
export function captionAt(captions, position, language) {
  const own = captions.filter((caption) => caption.language === language);
  const found = (own.length ? own : captions).find(({ start, end }) => start <= position && position < end);
  return found ? { text: found.text, language: found.language } : null;
}
