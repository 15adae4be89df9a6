// The studio of one living portrait: one draft, the tools that change it, and who else is here.

import { call } from './api.js';
import { Board, zoomButtons } from './board.js';
import { Draft } from './draft.js';
import { fitTools } from './fitting.js';
import { Header } from './header.js';
import { Presence } from './presence.js';
import { Preview } from './preview.js';
import { Toolbox } from './toolbox.js';
import { Versions } from './versions.js';
import { learn } from './words.js';

const config = JSON.parse(document.getElementById('studio-config').textContent);
learn(config.words);
const name = crypto.randomUUID?.() ?? String(Math.random()); // plain-http pages have no randomUUID

const draft = new Draft(config.draft, {
  send: (body) => call(config.at.draft, { method: 'PATCH', body: { ...body, window: name } }),
  later: (then, ms) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
  mayEdit: config.may_edit,
});
const board = new Board(document.querySelector('[data-board]'), {
  size: config.size, zoomLine: document.querySelector('[data-zoom-line]'),
});
zoomButtons(board, document.querySelector('[data-zoom-row]'));
const preview = new Preview(document.querySelector('[data-preview]'), { stream: config.stream });

/** What a tool gets: see docs/studio.md. */
const studio = { config, draft, board, preview, call, window: name };
fitTools(studio);
const toolbox = new Toolbox(studio);
const header = new Header(studio);
const versions = new Versions(studio, header);

studio.presence = new Presence({
  url: config.at.here,
  window: name,
  every: config.beat,
  onTold: (told) => {
    header.heard(told);
    if (!config.may_edit) draft.by = told.by;
    else draft.locked(told.mine ? null : told.by);
    if (told.revision !== draft.revision && !draft.unsaved) reload();
    else if (told.versions !== versions.count) versions.reload();
  },
});

async function reload() {
  const { status, body } = await call(config.at.draft);
  if (status === 200) draft.adopt(body);
  versions.reload();
}

addEventListener('beforeunload', (event) => {
  if (draft.unsaved) event.preventDefault();
});
document.addEventListener('visibilitychange', () => document.hidden && draft.flush());

window.studio = Object.assign(studio, { toolbox, versions }); // tests look here
