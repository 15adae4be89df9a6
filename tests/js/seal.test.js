// The seal of a stream: the worked example, what is let through and what breaks it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { base64url, hashed, thumbprint, verified } from '../../static/js/stream/jose.js';
import { SealCheck } from '../../static/js/stream/seal.js';
import { FLAG, parseFrame } from '../../static/js/stream/wire.js';

const { subtle } = globalThis.crypto;
const example = JSON.parse(readFileSync(new URL('../../docs/wire_example.json', import.meta.url)));
const told = example.seal;
const bytes = (hex) => new Uint8Array(hex.match(/../g).map((pair) => parseInt(pair, 16))).buffer;
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const part = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));

async function keyPair() {
  const pair = await subtle.generateKey(ES256, true, ['sign', 'verify']);
  const { crv, kty, x, y } = await subtle.exportKey('jwk', pair.publicKey);
  return { sign: pair.privateKey, jwk: { crv, kty, x, y } };
}

async function jws(pair, header, claims) {
  const text = `${part({ alg: 'ES256', ...header })}.${part(claims)}`;
  return `${text}.${base64url(await subtle.sign(ES256, pair.sign, new TextEncoder().encode(text)))}`;
}

/** A museum's stage, and a page that watches it. */
async function watching({ anchor, crypto = subtle, ...more } = {}) {
  const [museum, stage] = [await keyPair(), await keyPair()];
  const claims = { key: stage.jwk, certificate: '/certificates/1/', ...more };
  const credential = await jws(museum, { jwk: museum.jwk }, claims);
  const states = [];
  const check = new SealCheck({
    anchor: anchor ?? await thumbprint(subtle, museum.jwk),
    onState: (state) => states.push(state),
    subtle: crypto,
  });
  let [seq, head, sent] = [0, await hashed(subtle, credential), []];
  const page = {
    check, states, stage, museum, credential,
    begin: () => check.hear({ type: 'offer' }),
    key: (text = credential) => check.hear({ type: 'seal_key', epoch: 7, credential: text }),
    /** A frame is made and sealed; change(bytes) is what happens to it on the way. */
    async frame(change = () => {}, us = seq * 33_000) {
      const view = new DataView(new ArrayBuffer(40));
      [1, seq === 0 ? 1 : 0].forEach((value, at) => view.setUint8(at, value));
      view.setUint32(4, ++seq, true);
      view.setUint32(8, us, true);
      sent.push(await hashed(subtle, view.buffer.slice()));
      change(view);
      check.take(parseFrame(view.buffer));
    },
    async seal(more = {}) {
      const text = await jws(stage, {}, { packets: sent, previous: head, ...more });
      [head, sent] = [await hashed(subtle, text), []];
      return text;
    },
    hear: (text) => check.hear({ type: 'seal', seal: text }),
    async state() {
      for (let turn = 0; turn < 40; turn += 1) await new Promise((done) => { setTimeout(done); });
      return check.state;
    },
  };
  page.begin();
  page.key();
  return page;
}

test('the worked example', async () => {
  const [key, seal] = [JSON.parse(told.key_text), JSON.parse(told.seal_text)];
  const states = [];
  const check = new SealCheck({ anchor: told.anchor, onState: (state) => states.push(state), subtle });
  check.hear({ type: 'offer' });
  check.hear(key);
  check.take(parseFrame(bytes(example.frame.hex))); // flagged discontinuity: this viewer's own
  check.hear(seal);
  while (states.length < 2) await new Promise((done) => { setTimeout(done); });
  assert.deepEqual(states.map(({ state }) => state), ['checking', 'whole']);
  assert.equal(states.at(-1).certificate, told.certificate);
});

test('what was sent is whole, seal by seal', async () => {
  const page = await watching();
  for (let round = 0; round < 3; round += 1) {
    await page.frame();
    await page.frame((view) => view.setUint8(1, view.getUint8(1) | FLAG.discontinuity | FLAG.catchUp));
    page.hear(await page.seal());
    assert.equal(await page.state(), 'whole');
  }
  assert.equal(page.states.at(-1).certificate, '/certificates/1/');
});

test('frames that were left out for this viewer do not matter', async () => {
  const page = await watching();
  await page.frame();
  await page.seal(); // of a viewer who paused
  await page.frame();
  page.key(); // begins the chain anew, once nothing is left unsealed
  assert.equal(await page.state(), 'broken');
  const other = await watching();
  await other.frame();
  other.hear(await other.seal());
  await other.seal();
  other.key();
  await other.frame();
  other.hear(await other.seal());
  assert.equal(await other.state(), 'whole');
});

for (const at of [0, 4, 8, 20, 24, 39]) {
  test(`one bit changed at byte ${at} breaks the seal, for good`, async () => {
    const page = await watching();
    await page.frame();
    page.hear(await page.seal());
    await page.frame((view) => view.setUint8(at, view.getUint8(at) ^ (at ? 1 : 3)));
    assert.equal(await page.state(), 'whole'); // painted, not yet sealed
    page.hear(await page.seal());
    assert.equal(await page.state(), 'broken');
    page.begin();
    page.key();
    assert.equal(await page.state(), 'broken');
  });
}

test('a frame nobody sent, a seal nobody signed, a seal left out, another museum', async () => {
  const added = await watching();
  await added.frame();
  const seal = await added.seal();
  await added.frame();
  added.hear(seal);
  assert.equal(await added.state(), 'broken');

  const forged = await watching();
  await forged.frame();
  forged.hear(await jws(await keyPair(), {}, { packets: [] }));
  assert.equal(await forged.state(), 'broken');

  const gap = await watching();
  await gap.frame();
  gap.hear(await gap.seal());
  await gap.seal({ packets: [] });
  await gap.frame();
  gap.hear(await gap.seal());
  assert.equal(await gap.state(), 'broken');
  assert.match(gap.states.at(-1).why, /left out/);

  const stranger = await watching({ anchor: 'somebody else' });
  assert.equal(await stranger.state(), 'broken');
});

test('the label is the one the museum signed, neither left out nor put in', async () => {
  const text = JSON.stringify({ type: 'label', short: { ru: 'Цифровая анимация картины' } });
  const label = await hashed(subtle, text);
  const say = (page, words) => page.check.hear(JSON.parse(words), words);
  const labelled = async (words) => {
    const page = await watching({ label });
    page.begin(); // a credential that names a label comes after it
    if (words) say(page, words);
    page.key();
    await page.frame();
    page.hear(await page.seal());
    return page;
  };
  const good = await labelled(text);
  assert.equal(await good.state(), 'whole');
  assert.equal(await (await labelled('')).state(), 'broken');
  assert.equal(await (await labelled(text.replace('анимация', 'живопись'))).state(), 'broken');
  say(good, text.replace('Цифровая анимация', 'Подлинник')); // and no key that names it
  await good.frame();
  good.hear(await good.seal());
  assert.equal(await good.state(), 'broken');
});

test('without seals the page does not wait for ever', async () => {
  const page = await watching();
  await page.frame(undefined, 0);
  await page.frame(undefined, 5_900_000);
  assert.equal(await page.state(), 'checking');
  await page.frame(undefined, 6_100_000);
  assert.equal(await page.state(), 'broken');
  const still = await watching();
  for (let n = 0; n < 601; n += 1) await still.frame(undefined, 0);
  assert.equal(await still.state(), 'broken');
});

test('a page that can not check says so and never says whole', async () => {
  for (const page of [await watching({ crypto: null }), await watching({ anchor: '' })]) {
    await page.frame();
    page.hear(await page.seal());
    assert.equal(await page.state(), 'unavailable');
  }
});

test('a new connection forgets what waited', async () => {
  const page = await watching();
  await page.frame();
  page.begin();
  page.key();
  await page.frame();
  page.hear(await page.seal());
  assert.equal(await page.state(), 'whole');
});

test('only ES256 is a signature', async () => {
  const pair = await keyPair();
  await assert.rejects(verified(subtle, await jws(pair, { alg: 'none' }, {}), pair.jwk), /ES256/);
});
