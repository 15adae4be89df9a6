// Who asks must see who answers, and read the words.

const SPARE = 0.15; // of the picture may stay out of sight above: a face seldom is there

/** How far (px, + down) to scroll so that the picture and the words below or beside it are in
    sight; 0 where they are. Boxes as getBoundingClientRect gives them; height of the window. */
export function scrollFor(picture, words, height) {
  const most = picture.top + SPARE * (picture.bottom - picture.top);
  const least = Math.max(words.bottom, picture.bottom - SPARE * (picture.bottom - picture.top)) - height;
  if (most >= 0 && least <= 0) return 0;
  if (least > picture.top) return Math.min(least, most); // they do not fit: the face first
  return Math.min(Math.max(0, least), picture.top);
}

/** Bring both into sight; without gliding where motion is unwelcome. */
export function reveal(picture, words, still) {
  const by = scrollFor(picture.getBoundingClientRect(), words.getBoundingClientRect(), innerHeight);
  if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: still ? 'instant' : 'smooth' });
}
