/** Why the caller sees a record: asked for when somebody wants to know, kept until the view is another. */
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
  }

  of(id: Id): Explained | undefined {
    return this.known.get(id);
  }

  /** Ask, on record as any question. */
  async open(id: Id): Promise<void> {
    const { load, state } = this.explorer;
    const answer = await this.explorer.attempt((signal) => load.askNow<Answered>(WHY, { id }, signal));
    const found = answer?.data.administration.explain;
    if (!found) return;
    this.known.set(id, found);
    state.touch();
  }
}
