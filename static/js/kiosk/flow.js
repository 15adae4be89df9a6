// What a kiosk does when a visitor comes, looks, and goes. Pure: the clock is an argument (ms).

export const IDLE_MS = 60_000; // the museum world's habit, see WCAG 2.2.1 for asking first
export const ASK_MS = 30_000; // at least 20 s to answer "are you still here?"
export const TAP_MS = 400; // shorter than this is a tap, longer a hold
export const ORIGINAL_MS = 5_000; // how long a tap shows the original: holding must not be the only way
export const SCALES = [1, 1.2, 1.45];
export const LOUDNESS = 0.7; // until the museum has said how loud

/** A screen nobody has touched yet. */
export function start(language, still = false, loudness = LOUDNESS) {
  return {
    mode: 'attract', first: language, language, firstStill: still, still, size: 0, low: false,
    firstVolume: loudness, volume: loudness, muted: false, tuning: false, captions: true, speaking: false,
    added: false,
    dialog: null, touchedAt: 0, askedAt: 0, pressedAt: null, originalUntil: null,
  };
}

const afresh = (s) => start(s.first, s.firstStill, s.firstVolume);

export const showsOriginal = (s) => s.pressedAt !== null || s.originalUntil !== null;
export const mayMove = (s) => !s.still && !s.added && s.dialog === null;
export const visitorIsHere = (s) => s.mode === 'live';
export const secondsLeft = (s, at) => Math.max(0, Math.ceil((s.askedAt + ASK_MS - at) / 1000));

const changes = {
  touch: (s) => (s.dialog === 'still' ? { dialog: null } : {}),
  pause: (s) => ({ still: !s.still }),
  press: (s, at) => (s.originalUntil ? { originalUntil: null } : { pressedAt: at }),
  release: (s, at) => {
    if (s.pressedAt === null) return {};
    const tap = at - s.pressedAt < TAP_MS;
    return { pressedAt: null, originalUntil: tap ? at + ORIGINAL_MS : null };
  },
  language: (s) => ({ language: s.language === 'ru' ? 'en' : 'ru' }),
  larger: (s) => ({ size: (s.size + 1) % SCALES.length }),
  low: (s) => ({ low: !s.low }),
  phone: () => ({ dialog: 'take' }),
  close: () => ({ dialog: null }),
  stay: () => ({ dialog: null }),
  ask: (s) => ({ still: s.firstStill, dialog: null, tuning: false, originalUntil: null, added: false }),
  added: (s) => ({ added: !s.added, tuning: false, originalUntil: null }),
  captions: (s) => ({ captions: !s.captions }),
  tune: (s) => ({ tuning: !s.tuning }),
  mute: (s) => ({ muted: !s.muted }),
  volume: (s, at, { value }) => ({ volume: value, muted: value === 0 }),
};

/** The state after one event: {type, at}. Unknown events change nothing. */
export function next(s, { type, at, ...more }) {
  const { language, still, volume } = more;
  if (type === 'tick') return tick(s, at);
  if (type === 'home' && s.mode === 'attract') return start(language, s.firstStill, volume ?? s.firstVolume);
  if (type === 'home') return { ...s, first: language, firstVolume: volume ?? s.firstVolume };
  if (type === 'finish') return afresh(s);
  if (type === 'stillness') return { ...s, firstStill: still, still };
  if (type === 'speaking') return more.yes === s.speaking ? s : { ...s, speaking: more.yes, touchedAt: at };
  const change = changes[type];
  return change ? { ...s, mode: 'live', touchedAt: at, ...change(s, at, more) } : s;
}

function tick(s, at) {
  if (s.mode !== 'live') return s;
  if (s.dialog === 'still') return at >= s.askedAt + ASK_MS ? afresh(s) : s;
  if (s.originalUntil !== null && at >= s.originalUntil) return { ...s, originalUntil: null };
  // who listens need not touch anything
  if (s.pressedAt === null && !s.speaking && at >= s.touchedAt + IDLE_MS) {
    return { ...s, dialog: 'still', askedAt: at, originalUntil: null };
  }
  return s;
}
