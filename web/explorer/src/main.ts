/** The start: opens the session, puts the page together, keeps the pulse. */
import "./styles/tokens.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/panels.css";
import { openApi } from "./api";
import { el } from "./dom";
import { Explorer } from "./explorer";
import { hooks, type Hooks } from "./hooks";
import { Words } from "./i18n/i18n";
import { openSession, SessionEnded } from "./session";
import { openPage } from "./shell/page";
import { language, theme } from "./shell/preferences";
import { firstState } from "./state";
import { followActs } from "./trace";
import type { Sharing } from "./views/sharing";
import { takeIn, waiting } from "./views/link";

declare global {
  interface Window {
    __explorer?: Hooks;
  }
}

const GRAPHQL = "/explorer/graphql";
const SESSION = "/explorer/session";
const SIGN_IN = "/explorer/sign-in";
const SIGN_OUT = "/explorer/sign-out";
const WHY = ["refused", "unavailable"] as const;
const PULSE_MS = 20_000;

async function start(): Promise<void> {
  takeIn(WHY);
  followActs(window);
  const session = await openSession(SESSION, SIGN_OUT);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  const explorer = new Explorer(openApi(GRAPHQL, session), session, firstState(new Words(language()), theme()));
  const page = openPage(explorer, SIGN_IN);
  window.__explorer = hooks(explorer, page, page.stage.canvas);
  keepAlive(explorer);
  await page.stage.begin();
  const restored = page.shelf.restore();
  void restored.then(() => explorer.state.listen(() => page.shelf.keep()));
  if (!page.shelf.hasLast()) page.search.focus();
  welcome(page.sharing);
  document.body.dataset["ready"] = "true";
}

/** A view that came by the address, at the start or later into a page that is open: somebody is asked before it is opened. */
function welcome(sharing: Sharing): void {
  const arrive = (): void => {
    takeIn(WHY);
    const letters = waiting();
    if (letters !== null) void sharing.fromLink(letters);
  };
  window.addEventListener("hashchange", arrive);
  arrive();
}

/** Ask now and then whether session, API and rights are as they were; and at once when somebody comes back to the page. After a
 * fault this is how work goes on by itself once there is a session, or an API, again. */
function keepAlive(explorer: Explorer): void {
  const beat = async (): Promise<void> => {
    const { busy, fault } = explorer.state.get();
    if (document.visibilityState !== "visible" || busy > 0) return;
    try {
      if (fault?.kind === "session") await explorer.session.renew();
      await explorer.load.pulse();
      explorer.recovered();
    } catch (error) {
      if (!(error instanceof SessionEnded || error instanceof TypeError)) explorer.failed(error);
    }
  };
  setInterval(() => void beat(), PULSE_MS);
  document.addEventListener("visibilitychange", () => void beat());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** Nobody is signed in, or the server cannot be reached: say so, with a way on. The way back of a sign-in says in the address why. */
function refuse(reason: unknown): void {
  const words = new Words(language());
  const asks = reason instanceof SessionEnded;
  const why = WHY.find((one) => location.hash === `#${one}`) ?? "ask";
  document.documentElement.lang = words.language;
  document.documentElement.dataset["theme"] = theme();
  document.title = `Kring ${words.t("app.name")}`;
  const way = asks
    ? el("a", { class: "button primary", href: SIGN_IN }, words.t("fault.signIn"))
    : el("button", { type: "button", class: "button primary", onclick: () => location.reload() }, words.t("action.retry"));
  const name = el("h1", {}, `Kring ${words.t("app.name")}`);
  document.body.append(el("main", { class: "refused" }, name, el("p", {}, words.t(asks ? `start.${why}` : "fault.unreachable")), way));
  document.body.dataset["ready"] = "refused";
}

start().catch((reason: unknown) => {
  refuse(reason);
  if (!(reason instanceof SessionEnded || reason instanceof TypeError)) throw reason;
});
