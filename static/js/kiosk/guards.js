// Accidental exits: long press, pinch, swipe, drag. And a screen that does not fall asleep.

/** Refuse every gesture that would leave the exhibit. */
export function guard(page) {
  for (const name of ['contextmenu', 'gesturestart', 'dragstart', 'selectstart']) {
    page.addEventListener(name, (event) => event.preventDefault());
  }
  const manyFingers = (event) => { if (event.touches.length > 1) event.preventDefault(); };
  page.addEventListener('touchstart', manyFingers, { passive: false });
  page.addEventListener('touchmove', manyFingers, { passive: false });
  const zoom = (event) => { if (event.ctrlKey) event.preventDefault(); };
  page.addEventListener('wheel', zoom, { passive: false });
}

/** Keep the screen awake where the browser can (secure pages only). */
export async function stayAwake(page) {
  if (!navigator.wakeLock) return;
  const ask = async () => {
    if (page.visibilityState !== 'visible') return;
    try {
      await navigator.wakeLock.request('screen');
    } catch (error) {
      console.info('wake lock refused', error.name);
    }
  };
  page.addEventListener('visibilitychange', ask);
  await ask();
}
