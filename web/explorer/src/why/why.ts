/** Why the caller sees a record: asked for when somebody wants to know, kept until the view is another or the record has left it. */
import type { Explorer } from "../explorer";
import type { Id } from "../facts/types";

export const WHY = `query Why($id: ID!) { administration { explain(record: $id) {
  grants { id grantor grantee legalBasis until approvals { organisation user } } regime regimeArticle policyVersion tableVersion
} } }`;

export interface Opening {
  readonly id: string;
  readonly grantor: string;
  readonly grantee: string;
  readonly legalBasis: string;
  readonly until: string;
  readonly approvals: readonly { readonly organisation: string; readonly user: string }[];
}

export interface Explained {
  readonly grants: readonly Opening[];
  readonly regime: string;
  readonly regimeArticle: string;
  readonly policyVersion: string;
  readonly tableVersion: string;
}

interface Answered {
  readonly administration: { readonly explain: Explained | null };
}

export class Why {
  private readonly known = new Map<Id, Explained>();

  constructor(private readonly explorer: Explorer) {
    explorer.facts.onClear(() => this.known.clear());
    explorer.facts.onDrop((gone) => gone.forEach((id) => this.known.delete(id)));
  }

  of(id: Id): Explained | undefined {
    return this.known.get(id);
  }

  /** Ask, on record as any question. A record of which nothing can be told has left the view, and leaves the page. */
  async open(id: Id): Promise<void> {
    const { explorer } = this;
    const answer = await explorer.attempt((signal) => explorer.load.askNow<Answered>(WHY, { id }, signal));
    if (!answer) return;
    const found = answer.data.administration.explain;
    if (found) {
      this.known.set(id, found);
      return explorer.state.touch();
    }
    explorer.withdraw(new Set([id]));
    explorer.say(explorer.words.t("why.gone"));
  }
}
