/** What the page has to say: busy, a fault with its way out, a question, the keys. And the spoken status line. */
import type { FaultKind } from "../api";
import { el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import type { MessageKey } from "../i18n/en";
import { SessionEnded } from "../session";
import type { Question } from "../state";
import { button } from "./parts";

const ASKED = { many: ["ask.many", "ask.yes"], link: ["ask.link", "ask.open"] } as const satisfies Record<Question["kind"], readonly MessageKey[]>;
const KEYS: readonly (readonly [string, MessageKey])[] = [
  ["/", "help.search"], ["← ↑ → ↓", "help.walk"], ["Enter", "help.enter"], ["Space", "help.space"], ["E", "help.expand"], ["H", "help.hide"], ["K", "help.keep"],
  ["N", "help.neighbours"], ["P", "help.path"], ["L", "help.pin"], ["R", "help.link"], ["Ctrl Z · Ctrl Y", "help.undo"], ["+ − 0", "help.zoom"], ["Esc", "help.escape"], ["?", "help.help"],
];

export class Notices {
  readonly status = el("p", { class: "status", role: "status", "aria-live": "polite", id: "status" });
  readonly element = el("div", { class: "notices" });
  /** Says that something is being asked; stands over the canvas. */
  readonly waiting = el("div", { class: "waiting" });
  private readonly dialog = el("dialog", { class: "dialog", onclose: () => this.closed() });

  constructor(
    private readonly explorer: Explorer,
    private readonly signIn: string,
  ) {
    explorer.say = (text) => void (this.status.textContent = text);
    explorer.state.listen(() => this.render());
    document.body.append(this.dialog);
  }

  private render(): void {
    const { busy, fault, told, question, helping, tying } = this.explorer.state.get();
    const { words } = this.explorer;
    const waiting = busy > 0 && el("div", { class: "notice busy" }, el("span", { class: "spinner", "aria-hidden": "true" }), tying ? words.t("busy.links", { n: tying.done, of: tying.of }) : words.t("busy.text"), button(words, "action.cancel", () => this.explorer.cancel(), "quiet small"));
    fillWith(this.element, fault && this.fault(), told && this.tell(told));
    fillWith(this.waiting, waiting);
    const open = question !== null || helping;
    if (open) fillWith(this.dialog, question ? this.question(question) : this.help());
    if (open && !this.dialog.open) this.dialog.showModal();
    if (!open && this.dialog.open) this.dialog.close();
  }

  private closed(): void {
    const { question, helping } = this.explorer.state.get();
    if (question !== null || helping) this.explorer.state.set({ question: null, helping: false });
  }

  private fault(): HTMLElement {
    const { words, state } = this.explorer;
    const fault = state.get().fault;
    const kind = fault?.kind ?? "unavailable";
    return el(
      "div",
      { class: "notice fault", role: "alert" },
      el("p", {}, words.t(`fault.${kind}`, { code: fault?.code ?? "" })),
      kind === "session" && el("a", { class: "button", href: this.signIn, target: "_blank", rel: "noopener" }, words.t("fault.signIn")),
      kind !== "refused" && button(words, "action.retry", () => void this.again(kind), "primary"),
      button(words, "action.close", () => this.explorer.giveUp(), "quiet"),
    );
  }

  /** After a session has ended there must be a new one before anything else can go on. */
  private async again(kind: FaultKind): Promise<void> {
    try {
      if (kind === "session") await this.explorer.session.renew();
      this.explorer.retry();
    } catch (error) {
      if (!(error instanceof SessionEnded || error instanceof TypeError)) throw error;
    }
  }

  private tell(key: MessageKey): HTMLElement {
    const { words, state } = this.explorer;
    return el("div", { class: "notice told", role: "alert" }, el("p", {}, words.t(key)), button(words, "action.close", () => state.set({ told: null }), "quiet"));
  }

  private question({ kind, n, go }: Question): HTMLElement {
    const { words, state, session } = this.explorer;
    const [asked, agreed] = ASKED[kind];
    const holes = { n, purpose: words.named("purpose", session.purpose) };
    const yes = el("button", { type: "button", class: "button primary", "data-key": "yes", onclick: go }, words.t(agreed, holes));
    const no = button(words, "action.cancel", () => state.set({ question: null }), "quiet");
    // Nobody asked for what a link brings: a key that is pressed as the page comes up must not agree to it.
    no.autofocus = kind === "link";
    return el("div", { class: "dialog-body" }, el("p", {}, words.t(asked, holes)), el("div", { class: "row" }, yes, no));
  }

  private help(): HTMLElement {
    const { words, state } = this.explorer;
    const rows = KEYS.map(([keys, key]) => el("div", {}, el("dt", {}, el("kbd", {}, keys)), el("dd", {}, words.t(key))));
    return el("div", { class: "dialog-body" }, el("h2", {}, words.t("help.title")), el("dl", { class: "keys" }, ...rows), button(words, "action.close", () => state.set({ helping: false }), "primary"));
  }
}
