/** Who is at the screen. The session itself is the server's; the page knows whose it is, and never holds a token. */

export interface CaseChoice {
  readonly id: string;
  readonly label: string;
}

/** What the session route answers. `seal` goes along with every request: it says which session the page believes it is in, so a
 * request of somebody who was here before is refused, and so is one that another page makes with this browser's cookie. */
export interface SessionFacts {
  readonly user: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly purpose?: string;
  readonly cases?: readonly CaseChoice[];
  readonly seal: string;
  readonly expiresAt: string;
}

export class SessionEnded extends Error {}

export interface Session {
  readonly facts: SessionFacts;
  purpose: string;
  case: string | null;
  /** Ask the server again, after somebody signed in anew. Throws SessionEnded. */
  renew(): Promise<void>;
  /** End it here, in every other tab, and on the server first. Throws TypeError when that cannot be reached. */
  signOut(): Promise<void>;
}

/** What is asked for: it goes along with every request, and what was begun under one is found under no other. */
export type Standing = Pick<Session, "purpose" | "case">;

export const SEAL = "Kring-Session";
const PURPOSE = "kring.explorer.purpose";
const GOODBYE = "signed out";

/** Opens the session that the server keeps for this browser. Throws SessionEnded when there is none. */
export async function openSession(route: string, signOut: string): Promise<Session> {
  return new ServerSession(route, signOut, await ask(route));
}

async function ask(route: string): Promise<SessionFacts> {
  const answer = await fetch(route, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
  if (answer.status === 401 || answer.status === 403) throw new SessionEnded();
  if (!answer.ok) throw new TypeError(`session: ${answer.status}`);
  return (await answer.json()) as SessionFacts;
}

class ServerSession implements Session {
  case: string | null = null;
  private readonly tabs = new BroadcastChannel("kring.explorer");

  constructor(
    private readonly route: string,
    private readonly way: string,
    public facts: SessionFacts,
  ) {
    this.tabs.onmessage = ({ data }) => data === GOODBYE && leave();
  }

  /** A tab has its own purpose, which a reload keeps. */
  get purpose(): string {
    const kept = sessionStorage.getItem(`${PURPOSE}.${this.facts.user}`);
    const known = [kept, this.facts.purpose].find((one) => one && this.facts.purposes.includes(one));
    return known ?? this.facts.purposes[0] ?? "";
  }

  set purpose(chosen: string) {
    sessionStorage.setItem(`${PURPOSE}.${this.facts.user}`, chosen);
  }

  /** Another person at the same screen is another session: what is on it is not theirs. */
  async renew(): Promise<void> {
    const fresh = await ask(this.route);
    if (fresh.user !== this.facts.user) {
      location.reload();
      throw new SessionEnded();
    }
    this.facts = fresh;
  }

  async signOut(): Promise<void> {
    const answer = await fetch(this.way, { method: "POST", credentials: "same-origin", headers: { [SEAL]: this.facts.seal } });
    if (!answer.ok && answer.status !== 401) throw new TypeError(`sign-out: ${answer.status}`);
    this.tabs.postMessage(GOODBYE);
    leave();
  }
}

/** Nothing of a session stays in a tab: not the canvas, not a note. */
function leave(): void {
  sessionStorage.clear();
  document.body.replaceChildren();
  location.reload();
}
