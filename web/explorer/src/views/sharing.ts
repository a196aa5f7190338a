/** Views that go out of this browser and come in: as a link or a file. What comes in is asked about first, and decided again for whom opens
 * it: its records are asked for in their name. */
import type { Explorer } from "../explorer";
import { save } from "../exports/saving";
import { linkTo, textOf } from "./link";
import { MOST_IN_LINK, packed, unpacked } from "./packed";
import type { Shelf } from "./shelf";

const FILE = ["kring-view.json", "application/json"] as const;
const MOST_BYTES = 400_000;

export class Sharing {
  constructor(
    private readonly explorer: Explorer,
    private readonly shelf: Shelf,
  ) {}

  private get text(): string {
    return packed(this.explorer.board, this.explorer.state.get().filters);
  }

  /** The link to what is on the canvas, on the clipboard where the browser allows it; null, and told, when it is too large for one. */
  async copy(): Promise<string | null> {
    const { explorer } = this;
    const link = await linkTo(location.origin + location.pathname, this.text);
    explorer.state.set({ told: link === null ? "views.tooLarge" : null });
    if (link === null) return null;
    explorer.say(explorer.words.t((await isCopied(link)) ? "views.copied" : "views.copyByHand"));
    return link;
  }

  file(): void {
    save(this.text, ...FILE);
  }

  /** Open what came in by an address. */
  async fromLink(letters: string): Promise<void> {
    this.offer(await textOf(letters), MOST_IN_LINK);
  }

  async fromFile(file: Blob): Promise<void> {
    this.offer(file.size > MOST_BYTES ? null : await file.text());
  }

  /** How many records it names is not told: whoever sees fewer would learn that there are more. */
  private offer(text: string | null, most?: number): void {
    const { state } = this.explorer;
    const view = text === null ? null : unpacked(text, most);
    if (!view) return state.set({ told: "views.unreadable" });
    const go = (): void => {
      state.set({ question: null });
      void this.shelf.open(view);
    };
    state.set({ told: null, question: { kind: "link", n: 0, go } });
  }
}

/** Put a text on the clipboard; false where the browser has none for us. */
async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
