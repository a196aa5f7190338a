/** The tools above the canvas: going back, arranging, and what can be done with what is selected. All of it by button. */
import type { BoardActions } from "../board/actions";
import { el, fillWith } from "../dom";
import type { Explorer } from "../explorer";
import type { Id } from "../facts/types";
import { LAYOUTS, type LayoutName } from "../graph/layouts";
import type { GraphPort } from "../graph/port";
import { neighbours } from "../graph/walk";
import type { ToolIcon } from "../graph/icons";
import type { MessageKey } from "../i18n/en";
import type { PathActions } from "../paths/panel";
import { named, toolButton } from "./parts";

export class Toolbar {
  readonly element = el("div", { class: "toolbar", role: "toolbar" });
  /** How many are selected, and the way back for what was hidden by hand. */
  readonly tally = el("div", { class: "tally" });
  /** Zooming stands on the canvas, where the eye is. */
  readonly zoom = el("div", { class: "zoom-tools" });

  constructor(
    private readonly explorer: Explorer,
    private readonly actions: BoardActions,
    private readonly graph: GraphPort,
    private readonly paths: PathActions,
  ) {
    explorer.state.listen(() => this.render());
    this.render();
  }

  /** What an action works on: the selection, else what has the focus. */
  get chosen(): readonly Id[] {
    const { selection, focus } = this.explorer.state.get();
    return selection.length > 0 ? selection : focus !== null ? [focus] : [];
  }

  selectNeighbours(): void {
    const { sight } = this.explorer;
    const found = this.chosen.flatMap((id) => neighbours(id, sight.links));
    this.explorer.select([...this.chosen, ...found]);
    this.explorer.say(this.explorer.words.count("action.selected", this.explorer.state.get().selection.length));
  }

  lock(): void {
    const locked = !this.explorer.state.get().locked;
    this.explorer.state.set({ locked });
    this.explorer.say(this.explorer.words.t(locked ? "say.locked" : "say.unlocked"));
  }

  expand(): void {
    if (this.chosen[0] !== undefined) this.explorer.state.set({ focus: this.chosen[0], detail: { kind: "record", id: this.chosen[0] } });
  }

  private render(): void {
    const { explorer, actions } = this;
    const { words, state, board } = explorer;
    this.element.setAttribute("aria-label", words.t("graph.tools"));
    this.zooming();
    const some = this.chosen.length > 0;
    const group = (...tools: readonly (HTMLElement | false)[]): HTMLElement => el("div", { class: "tools" }, ...tools);
    const count = state.get().selection.length;
    fillWith(
      this.element,
      group(this.travel("undo"), this.travel("redo")),
      group(
        this.tool("expand", "action.expand", some, () => this.expand()),
        this.tool("path", "action.path", count === 2, () => void this.paths.between()),
        this.tool("neighbours", "action.neighbours", some, () => this.selectNeighbours()),
        this.tool("keep", "action.keep", count > 0, () => actions.keepOnly(state.get().selection)),
        this.tool("hide", "action.hide", some, () => actions.hide(this.chosen)),
        this.tool("pin", "action.pin", some, () => actions.pin(this.chosen)),
        this.tool("remove", "action.remove", some, () => actions.remove(this.chosen)),
      ),
      group(this.tool("box", "tool.box", board.ids.length > 0, () => state.set({ boxing: !state.get().boxing }), state.get().boxing), this.tool("lock", "tool.lock", true, () => this.lock(), state.get().locked), this.layouts(), this.tool("arrange", "tool.arrange", board.ids.length > 0, () => void actions.arrange(true))),
      group(this.tool("help", "tool.help", true, () => state.set({ helping: true }))),
    );
    fillWith(
      this.tally,
      count > 0 && el("span", { class: "badge" }, words.count("action.selected", count)),
      count > 0 && el("button", { type: "button", class: "button small", "data-key": "clear", onclick: () => explorer.select([]) }, words.t("action.clear")),
      board.hidden.size > 0 && el("button", { type: "button", class: "button small", "data-key": "showHidden", onclick: () => actions.showHidden() }, words.t("action.showHidden", { n: board.hidden.size })),
    );
  }

  private zooming(): void {
    const group = [this.tool("plus", "tool.zoomIn", true, () => this.graph.zoom(1.3)), this.tool("minus", "tool.zoomOut", true, () => this.graph.zoom(1 / 1.3)), this.tool("fit", "tool.fit", true, () => this.graph.fit())];
    fillWith(this.zoom, ...group);
    this.zoom.hidden = this.explorer.board.ids.length === 0;
  }

  private tool(which: ToolIcon, key: MessageKey, on: boolean, act: () => void, pressed?: boolean): HTMLElement {
    const made = toolButton(which, key, act);
    named(made, this.explorer.words.t(key), pressed);
    made.disabled = !on;
    return made;
  }

  private travel(way: "undo" | "redo"): HTMLElement {
    const { words, state } = this.explorer;
    const { past, future } = state.get().history;
    const step = way === "undo" ? past.at(-1) : future[0];
    const made = this.tool(way, `tool.${way}`, step !== undefined, () => this.actions[way]());
    if (step) named(made, words.t(`tool.${way}What`, { what: words.t(step.label as MessageKey) }));
    return made;
  }

  private layouts(): HTMLElement {
    const { words, state } = this.explorer;
    const choice = el("select", { "data-key": "layout", "aria-label": words.t("tool.layout"), onchange: () => { state.set({ layout: choice.value as LayoutName }); void this.actions.arrange(true); } }, ...LAYOUTS.map((one) => el("option", { value: one, selected: one === state.get().layout }, words.t(`tool.layout.${one}`))));
    return choice;
  }
}
