// Signed JSON as the standards have it: base64url, a key's thumbprint, JWS with ES256.

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const utf8 = new TextEncoder();

export function base64url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

const told = (part) => JSON.parse(new TextDecoder().decode(bytesOf(part)));

/** SHA-256 of bytes, or of a text in UTF-8, in base64url. */
export async function hashed(subtle, what) {
  return base64url(await subtle.digest('SHA-256', typeof what === 'string' ? utf8.encode(what) : what));
}

/** The name of a public key: RFC 7638. */
export function thumbprint(subtle, { crv, kty, x, y }) {
  return hashed(subtle, JSON.stringify({ crv, kty, x, y }));
}

/** The key a JWS says it is signed with; who trusts it must know its thumbprint. */
export const keyOf = (jws) => told(jws.split('.')[0]).jwk;

/** The claims of a JWS signed with this key; throws on any other. */
export async function verified(subtle, jws, { crv, kty, x, y }) {
  const [header, claims, signature, ...more] = jws.split('.');
  if (more.length || told(header).alg !== 'ES256') throw new Error('not a JWS with ES256');
  const key = await subtle.importKey('jwk', { crv, kty, x, y }, ES256, false, ['verify']);
  const good = await subtle.verify(ES256, key, bytesOf(signature), utf8.encode(`${header}.${claims}`));
  if (!good) throw new Error('the signature does not match');
  return told(claims);
}
