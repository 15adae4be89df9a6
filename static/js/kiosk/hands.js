// What fingers and keys do on a kiosk, told to the flow as events.

const BUTTONS = {
  pause: 'pause', 'pause-first': 'pause', language: 'language', larger: 'larger', low: 'low', phone: 'phone', close: 'close',
  stay: 'stay', finish: 'finish', captions: 'captions', tune: 'tune', mute: 'mute', tuned: 'tune',
  'see-added': 'added', 'hide-added': 'added',
};

/** happen(type, more) for each event; point(x, y, phase) while a finger is on the picture. */
export function listen(page, { happen, point }) {
  for (const [id, type] of Object.entries(BUTTONS)) {
    page.getElementById(id).addEventListener('click', () => happen(type));
  }
  // a touch anywhere wakes the screen or says "I am here"; buttons then do their own thing
  page.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('button, input')) happen('touch');
  });
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab' && !event.target.closest('button, input')) happen('touch');
  });
  const slider = page.getElementById('volume');
  slider.addEventListener('input', () => happen('volume', { value: slider.valueAsNumber / 100 }));
  for (const dialog of page.querySelectorAll('dialog')) {
    dialog.addEventListener('cancel', (event) => { event.preventDefault(); happen('close'); });
  }
  holdable(page.getElementById('hold'), happen);
  steerable(page.getElementById('picture'), happen, point);
}

function holdable(button, happen) {
  const press = (event) => { button.setPointerCapture?.(event.pointerId); happen('press'); };
  button.addEventListener('pointerdown', press);
  for (const name of ['pointerup', 'pointercancel']) button.addEventListener(name, () => happen('release'));
  button.addEventListener('keydown', (event) => {
    if (event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return;
    event.preventDefault();
    happen('press');
  });
  button.addEventListener('keyup', (event) => {
    if (event.key === ' ' || event.key === 'Enter') happen('release');
  });
  // screen readers and switches click without pointer or key
  button.addEventListener('click', (event) => {
    if (event.detail !== 0 || event.pointerType) return;
    happen('press');
    happen('release');
  });
}

function steerable(figure, happen, point) {
  const ring = figure.querySelector('.touch');
  let finger = null;
  const send = (event, phase) => {
    const box = figure.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    ring.style.setProperty('--x', String(x));
    ring.style.setProperty('--y', String(y));
    point(x, y, phase);
  };
  figure.addEventListener('pointerdown', (event) => {
    if (finger !== null) return;
    finger = event.pointerId;
    figure.setPointerCapture(finger);
    figure.classList.add('touched');
    send(event, 'enter');
  });
  figure.addEventListener('pointermove', (event) => {
    if (event.pointerId !== finger) return;
    send(event, 'move');
    happen('touch');
  });
  const leave = (event) => {
    if (event.pointerId !== finger) return;
    finger = null;
    figure.classList.remove('touched');
    send(event, 'leave');
  };
  figure.addEventListener('pointerup', leave);
  figure.addEventListener('pointercancel', leave);
}
