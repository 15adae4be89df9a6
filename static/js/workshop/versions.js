// The strip of versions: saved with a name, looked at, restored, compared.

import { Compare } from './compare.js';
import { inLanguage, say } from './words.js';

export class Versions {
  #told = [];

  constructor(studio, header) {
    Object.assign(this, { studio, header, list: document.querySelector('[data-versions]') });
    this.template = document.getElementById('version-item');
    this.saving = document.getElementById('save-dialog');
    this.dialog = document.getElementById('version-dialog');
    this.compare = new Compare(studio);
    document.querySelector('[data-save-version]').addEventListener('click', () => this.#ask());
    document.querySelector('[data-compare]').addEventListener('click', () => this.compare.open(this.#told));
    this.saving.querySelector('form').addEventListener('submit', (event) => this.#save(event));
    this.dialog.addEventListener('close', () => this.#chosen());
    this.show(studio.config.versions);
  }

  get count() { return this.#told.length; }

  show(told) {
    this.#told = told;
    document.querySelector('[data-no-versions]').hidden = told.length > 0;
    document.querySelector('[data-compare]').hidden = !told.length;
    this.list.replaceChildren(...told.map((version) => this.#item(version)));
  }

  async reload() {
    const { status, body } = await this.studio.call(this.studio.config.at.versions);
    if (status === 200 && JSON.stringify(body.versions) !== JSON.stringify(this.#told)) this.show(body.versions);
  }

  #item(version) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.classList.toggle('shown', version.state === 'published');
    item.querySelector('b').textContent = `${version.number}. ${version.name}`;
    item.querySelector('[data-who]').textContent = `${version.when}, ${version.author}`;
    item.querySelector('[data-what]').textContent = `${version.state_name} · ${changes(version)}`;
    crop(item.querySelector('img'), this.studio.config, version.crop);
    item.querySelector('button').addEventListener('click', () => this.#open(version));
    return item;
  }

  #open(version) {
    this.version = version;
    this.dialog.querySelector('h2').textContent = `${version.number}. ${version.name}`;
    for (const line of this.dialog.querySelectorAll('[data-v]')) {
      line.textContent = line.dataset.v === 'what' ? changes(version) : version[line.dataset.v];
    }
    const may = this.studio.draft.mayChange;
    this.dialog.querySelector('[data-restore]').hidden = !may;
    this.dialog.querySelector('[data-restore-note]').hidden = !may;
    this.dialog.returnValue = '';
    this.dialog.showModal();
  }

  #chosen() {
    if (this.dialog.returnValue === 'compare') this.compare.open(this.#told, this.version.id);
    if (this.dialog.returnValue === 'restore') this.#restore(this.version);
  }

  async #ask() {
    if (!this.studio.draft.mayChange) return;
    this.saving.querySelector('.wrong').textContent = '';
    this.saving.querySelector('form').reset();
    this.saving.showModal();
    await this.studio.draft.flush();
  }

  async #save(event) {
    if (event.submitter?.value !== 'save') return;
    event.preventDefault();
    const { draft } = this.studio;
    await draft.flush();
    const wrong = this.saving.querySelector('.wrong');
    wrong.textContent = draft.unsaved ? say(draft.state === 'refused' ? 'refused' : 'unsaved') : '';
    if (draft.unsaved) return;
    const answer = await this.#post('versions', { name: new FormData(event.target).get('name') });
    wrong.textContent = answer.error;
    if (answer.error) return;
    this.saving.close();
    this.show(answer.body.versions);
    this.list.firstElementChild?.scrollIntoView({ inline: 'nearest' });
    this.header.tell(say('version_saved', answer.body.versions[0].number));
    this.studio.presence.beat();
  }

  async #restore(version) {
    const { draft } = this.studio;
    await draft.flush();
    const answer = await this.#post('restore', { version: version.id });
    if (answer.error) {
      this.header.tell(answer.error);
      return;
    }
    draft.restored(say('restore', version.number), answer.body);
    this.header.tell(say('restored', version.number));
    this.studio.presence.beat();
  }

  async #post(where, more) {
    const { config, draft, call, window: name } = this.studio;
    try {
      const { status, body } = await call(config.at[where], {
        method: 'POST', body: { ...more, window: name, revision: draft.revision },
      });
      return { body, error: status === 200 ? '' : inLanguage(body.error) };
    } catch {
      return { body: null, error: say('failed') };
    }
  }
}

function changes({ changed }) {
  return changed.length ? changed.join(', ') : say('nothing_changed');
}

/** Show the part of the picture that changed, [left, top, right, bottom] 0…1 of it. */
function crop(image, { picture, size }, part) {
  const side = 56;
  const [left, top, right, bottom] = part ?? [0, 0, 1, 1];
  const [wide, high] = [(right - left) * size[0], (bottom - top) * size[1]];
  const scale = part ? side / Math.max(wide, high) : side / Math.max(...size);
  image.src = picture;
  image.style.width = `${size[0] * scale}px`;
  image.style.height = `${size[1] * scale}px`;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  image.style.transform = `translate(${side / 2 - x * size[0] * scale}px, ${side / 2 - y * size[1] * scale}px)`;
}
