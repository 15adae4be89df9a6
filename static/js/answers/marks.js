// When what happened to the last question: for whoever measures this page.
// asked (the finger), sent, begun (with position 0 on the server's clock, ms), seen (the first
// frame of it), sounds (one for each place the sound was put), offset (ms, of each frame).

const NAMES = ['asked', 'sent', 'begun', 'seen', 'sounds', 'offset'];

export function mark(name, startTime, detail = null) {
  performance.mark(`answer-${name}`, { startTime, detail });
}

/** It has not been after all. */
export function unmark(name) {
  performance.clearMarks(`answer-${name}`);
}

/** A finger asked at `asked` and the page at `sent`: the question before is forgotten. */
export function markQuestion(asked, sent) {
  NAMES.forEach(unmark);
  mark('asked', asked);
  mark('sent', sent);
}
