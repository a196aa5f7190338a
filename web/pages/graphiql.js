// GraphiQL for one of the demo's people: signs in with authorization code and PKCE, sends token and purpose with every question.
// The token lives in this script's memory and nowhere else; tabs live in the session's storage and end with it, or when somebody
// else signs in.
import { beginSignIn, endSignIn } from "/static/sign-in.js";

const bar = document.getElementById("kring");
const who = document.getElementById("who");
const purpose = document.getElementById("purpose");
const signIn = document.getElementById("sign-in");
const record = document.getElementById("record");
const issuer = { name: bar.dataset.issuer, client: bar.dataset.client };

// The page's policy asks for trusted types: what GraphiQL shows as HTML (descriptions of the schema) goes through a sanitiser.
if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", { createHTML: (text) => window.DOMPurify.sanitize(text) });
}

const json = async (path) => (await fetch(path)).json();

function ask(token, body, accept) {
  const headers = { Authorization: `Bearer ${token}`, "Kring-Purpose": purpose.value, "Content-Type": "application/json", Accept: accept };
  return fetch("/graphql", { method: "POST", headers, body: JSON.stringify(body) });
}

function fetcher(token) {
  return async (parameters) => {
    const answer = await ask(token, parameters, "application/json");
    if (answer.status === 401) {
      who.textContent = "The sign-in has ended";
      signIn.textContent = "Sign in again";
    }
    const receipt = answer.headers.get("Audit-Receipt");
    if (receipt && parameters.operationName !== "IntrospectionQuery") {
      record.textContent = `On record: ${receipt.split(":")[0]} · purpose ${purpose.value} · view ${(answer.headers.get("Kring-Epoch") ?? "").slice(0, 12)}`;
    }
    return answer.json();
  };
}

async function found(token, wanted) {
  const query = "query Find($text: String!) { search(text: $text, first: 20, types: [Person]) { edges { node { id originator } } } }";
  const answer = await (await ask(token, { query, variables: { text: wanted.search } }, "application/json")).json();
  const nodes = (answer.data?.search.edges ?? []).map((edge) => edge.node);
  return nodes.find((node) => node.originator === wanted.originator)?.id ?? "";
}

async function tabs(token) {
  return Promise.all((await json("/demo/examples.json")).map(async ({ query, filled }) => {
    const pairs = Object.entries(filled).map(async ([name, wanted]) => [name, await found(token, wanted)]);
    const variables = Object.fromEntries(await Promise.all(pairs));
    return { query, variables: pairs.length ? JSON.stringify(variables, null, 2) : undefined };
  }));
}

// What one person typed is not there for the next at the same screen; who signs in again finds it back.
function forgetOthers(user) {
  const asked = Object.keys(sessionStorage).filter((key) => key.startsWith("graphiql:"));
  if (sessionStorage.getItem("kring:who") !== user) asked.forEach((key) => sessionStorage.removeItem(key));
  sessionStorage.setItem("kring:who", user);
}

function show(token, defaultTabs) {
  const element = React.createElement(GraphiQL, {
    fetcher: fetcher(token), defaultTabs, storage: window.sessionStorage, shouldPersistHeaders: false, isHeadersEditorEnabled: false,
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(element);
}

async function main() {
  const asked = new URLSearchParams(window.location.search);
  signIn.addEventListener("click", () => beginSignIn(issuer, ""));
  if (asked.has("as")) {
    await beginSignIn(issuer, asked.get("as"));
    return;
  }
  const signed = await endSignIn(issuer, asked);
  if (signed) {
    const me = (await json("/demo/people.json")).find((person) => person.user === signed.user);
    who.replaceChildren(Object.assign(document.createElement("strong"), { textContent: me.name }), ` · ${me.organisation_name} · ${me.role}`);
    signIn.textContent = "Be somebody else";
    purpose.value = me.purpose || purpose.value;
    forgetOthers(signed.user);
    show(signed.token, await tabs(signed.token));
  }
  document.body.dataset.ready = signed ? "signed-in" : "signed-out";
}

main();
