// Speaks to the museum: JSON there and back, with the token that keeps strangers out.

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? '';
}

/** Return {status, body}; rejects when there is no connection or no JSON. */
export async function call(url, { method = 'GET', body = null, keepalive = false } = {}) {
  const headers = { Accept: 'application/json' };
  if (body !== null) Object.assign(headers, { 'Content-Type': 'application/json', 'X-CSRFToken': token() });
  const answer = await fetch(url, {
    method, headers, keepalive, credentials: 'same-origin', body: body === null ? undefined : JSON.stringify(body),
  });
  if (answer.redirected) throw new Error('logged out');
  return { status: answer.status, body: await answer.json() };
}
