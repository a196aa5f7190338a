// Authorization code with PKCE (RFC 7636) for a page without a secret. The verifier waits in the session's storage for the way back.
const KEPT = "kring-sign-in";
const back = () => `${window.location.origin}/graphiql`;

function random() {
  return base64(crypto.getRandomValues(new Uint8Array(48)));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export async function beginSignIn(issuer, hint) {
  const verifier = random();
  const state = random();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state }));
  const asked = new URLSearchParams({
    response_type: "code", client_id: issuer.client, redirect_uri: back(), state,
    code_challenge: base64(new Uint8Array(digest)), code_challenge_method: "S256",
  });
  if (hint) asked.set("login_hint", hint);
  window.location.assign(`${issuer.name}/authorize?${asked}`);
}

// Who signed in and the token, or null when this is not the way back of a sign-in that began here.
export async function endSignIn(issuer, answered) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!answered.has("code")) return null;
  sessionStorage.removeItem(KEPT);
  window.history.replaceState(null, "", "/graphiql");
  if (!kept || answered.get("state") !== kept.state || answered.get("iss") !== issuer.name) return null;
  const body = new URLSearchParams({
    grant_type: "authorization_code", client_id: issuer.client, code: answered.get("code"), redirect_uri: back(), code_verifier: kept.verifier,
  });
  const answer = await fetch(`${issuer.name}/token`, { method: "POST", body });
  if (!answer.ok) return null;
  const token = (await answer.json()).access_token;
  const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  return { token, user: claims.sub };
}
