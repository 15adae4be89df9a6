// Checks in the visitor's browser that a certificate is what the museum signed.

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** told: the certificate's JSON. Says whether its signature covers the very text it carries. */
export async function isWhole(subtle, { signed, signature, key: { crv, kty, x, y } }) {
  const key = await subtle.importKey('jwk', { crv, kty, x, y }, ES256, false, ['verify']);
  return subtle.verify(ES256, key, bytesOf(signature), new TextEncoder().encode(signed));
}

async function check(place) {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return 'unavailable';
  const answer = await fetch(place.dataset.check);
  if (!answer.ok) return 'unavailable';
  const told = await answer.json();
  return await isWhole(subtle, told) ? 'whole' : 'broken';
}

for (const place of globalThis.document?.querySelectorAll('[data-check]') ?? []) {
  const state = await check(place).catch(() => 'unavailable');
  for (const words of place.querySelectorAll('[data-is]')) words.hidden = words.dataset.is !== state;
  place.dataset.state = state;
}
