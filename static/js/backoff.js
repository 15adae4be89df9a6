// How long to wait before trying again: grows, is capped, and never brings all screens back at once.

export const FIRST_MS = 400;
export const LONGEST_MS = 8_000;

/** Full jitter: anywhere between a floor and the doubled ceiling of this attempt. */
export function waitBefore(attempt, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(FIRST_MS / 4 + random() * (ceiling - FIRST_MS / 4));
}
