/** Who is at the screen. One interface; today its facts come from the shell's session route. Never: keeping a token anywhere. */

export interface CaseChoice {
  readonly id: string;
  readonly label: string;
}

/** What the shell's session route answers. `token` is a short-lived access token for the API. */
export interface SessionFacts {
  readonly user: string;
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly purpose?: string;
  readonly cases?: readonly CaseChoice[];
  readonly signOut?: string;
  readonly token: string;
  readonly expiresAt: string;
}

export class SessionEnded extends Error {}

export interface Session {
  readonly facts: SessionFacts;
  purpose: string;
  case: string | null;
  /** A token that is good for at least a few seconds. Throws SessionEnded. */
  token(): Promise<string>;
  /** Ask the shell again, after somebody signed in anew. Throws SessionEnded. */
  renew(): Promise<void>;
}

const EARLY_MS = 15_000;

/** Opens the session that the shell holds for this browser. Throws SessionEnded when there is none. */
export async function openSession(route: string, get: typeof fetch = fetch): Promise<Session> {
  return new ShellSession(route, get.bind(globalThis), await ask(route, get));
}

async function ask(route: string, get: typeof fetch): Promise<SessionFacts> {
  const answer = await get(route, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
  if (answer.status === 401 || answer.status === 403) throw new SessionEnded();
  if (!answer.ok) throw new TypeError(`session: ${answer.status}`);
  return (await answer.json()) as SessionFacts;
}

class ShellSession implements Session {
  purpose: string;
  case: string | null = null;

  constructor(
    private readonly route: string,
    private readonly get: typeof fetch,
    public facts: SessionFacts,
  ) {
    this.purpose = facts.purpose ?? facts.purposes[0] ?? "";
  }

  async token(): Promise<string> {
    if (Date.parse(this.facts.expiresAt) - Date.now() < EARLY_MS) await this.renew();
    return this.facts.token;
  }

  /** Another person at the same screen is another session: what is on it is not theirs. */
  async renew(): Promise<void> {
    const fresh = await ask(this.route, this.get);
    if (fresh.user !== this.facts.user) {
      location.reload();
      throw new SessionEnded();
    }
    this.facts = fresh;
  }
}
