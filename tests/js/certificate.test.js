// A certificate is whole while its text is the one that was signed, by that key.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isWhole } from '../../static/js/web/certificate.js';

const { subtle } = globalThis.crypto;
const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function issued(signed) {
  const { privateKey, publicKey } = await subtle.generateKey(ES256, true, ['sign', 'verify']);
  const raw = await subtle.sign(ES256, privateKey, new TextEncoder().encode(signed));
  const signature = btoa(String.fromCharCode(...new Uint8Array(raw)));
  return { signed, signature, key: await subtle.exportKey('jwk', publicKey) };
}

test('the very text that was signed is whole', async () => {
  assert.equal(await isWhole(subtle, await issued('{"title": "Дама на фоне долины"}')), true);
});

test('another letter, signature or key is not', async () => {
  const told = await issued('{"seed": 1}');
  const other = await issued('{"seed": 1}');
  assert.equal(await isWhole(subtle, { ...told, signed: '{"seed": 2}' }), false);
  assert.equal(await isWhole(subtle, { ...told, signature: other.signature }), false);
  assert.equal(await isWhole(subtle, { ...told, key: other.key }), false);
});
