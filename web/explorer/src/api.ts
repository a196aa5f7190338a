/** The one door to data: GraphQL over HTTP, with the session's seal, purpose and case. Never: what the answers mean. */
import { SEAL, type Session, type Standing } from "./session";
import { traceparent } from "./trace";

/** Why there is no answer. */
export type FaultKind = "session" | "unreachable" | "refused" | "work" | "unavailable" | "slowdown";

export class ApiFault extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly code: string,
    readonly retryAfter: number | null = null,
  ) {
    super(`${kind}: ${code}`);
  }
}

export interface Answer<T> {
  readonly data: T;
  readonly epoch: string | null;
  readonly receipt: string | null;
  /** Of what was asked for a file: until when it may be kept. */
  readonly keepUntil?: string | null;
}

/** A file as the server wrote it, and the log's signature over it; null where nothing may leave. */
export interface Written {
  readonly text: string | null;
  readonly epoch: string | null;
  readonly receipt: string | null;
  readonly signature: string | null;
}

/** How a request goes when not as usual. */
export interface Manner {
  /** The purpose and case that it is for; without, those of the moment that it is sent. */
  readonly standing?: Standing;
  /** It does something that would be done again: it is sent once, whatever comes back. */
  readonly once?: true;
}

export interface Api {
  ask<T>(document: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal, manner?: Manner): Promise<Answer<T>>;
  /** A file of what is named, in the format that a route writes. */
  take(route: string, named: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Written>;
}

const AT_ONCE = 4;
const PATIENCE_MS = 30_000;

/** An API over this session. At most a few requests run at once; the rest wait their turn. */
export function openApi(route: string, session: Session, get: typeof fetch = fetch): Api {
  const turns = new Turns(AT_ONCE);
  return {
    ask: <T>(document: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal, { standing = session, once }: Manner = {}) => {
      const sent = (): Promise<Answer<T>> => send<T>(route, get, headers(session, standing), { query: document, variables }, signal);
      return turns.take(() => (once ? sent() : patiently(sent)));
    },
    take: (file, named, signal) => turns.take(() => patiently(() => written(file, get, headers(session, session), named, signal))),
  };
}

/** A document that is new to the server may run out of time while it is planned; the second time the plan is there. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiFault && error.kind === "work") return ask();
    throw error;
  }
}

async function send<T>(route: string, get: typeof fetch, head: Record<string, string>, body: unknown, signal?: AbortSignal): Promise<Answer<T>> {
  signal?.throwIfAborted();
  const response = await reach(route, get, head, body, signal);
  const parsed = await parse<T>(response);
  if (parsed?.data && response.ok && !parsed.errors) {
    return { data: parsed.data, epoch: response.headers.get("Kring-Epoch"), receipt: response.headers.get("Audit-Receipt"), keepUntil: response.headers.get("Kring-Keep-Until") };
  }
  throw fault(response, parsed?.errors?.[0]?.extensions?.code ?? `HTTP_${response.status}`);
}

async function written(route: string, get: typeof fetch, head: Record<string, string>, body: unknown, signal?: AbortSignal): Promise<Written> {
  signal?.throwIfAborted();
  const response = await reach(route, get, head, body, signal);
  if (!response.ok) throw fault(response, (await parse(response))?.errors?.[0]?.extensions?.code ?? `HTTP_${response.status}`);
  // To the byte: what begins a table in Unicode is a part of it.
  const text = response.status === 204 ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  const [epoch, receipt, signature] = ["Kring-Epoch", "Audit-Receipt", "Kring-File-Signature"].map((name) => response.headers.get(name));
  return { text, epoch: epoch ?? null, receipt: receipt ?? null, signature: signature ?? null };
}

function headers(session: Session, standing: Standing): Record<string, string> {
  const own = { "Content-Type": "application/json", [SEAL]: session.facts.seal, "Kring-Purpose": standing.purpose, traceparent: traceparent() };
  return standing.case ? { ...own, "Kring-Case": standing.case } : own;
}

async function reach(route: string, get: typeof fetch, head: Record<string, string>, body: unknown, signal?: AbortSignal): Promise<Response> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await get(route, {
      method: "POST",
      headers: head,
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiFault("unreachable", "NETWORK");
  }
}

interface Body<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

async function parse<T>(response: Response): Promise<Body<T> | null> {
  try {
    return (await response.json()) as Body<T>;
  } catch {
    return null;
  }
}

function fault(response: Response, code: string): ApiFault {
  const after = Number(response.headers.get("Retry-After"));
  if (response.status === 401 || code === "UNAUTHENTICATED") return new ApiFault("session", code);
  if (response.status === 429) return new ApiFault("slowdown", code, after > 0 ? after : null);
  if (code === "TOO_MUCH_WORK") return new ApiFault("work", code);
  return new ApiFault(response.status >= 500 ? "unavailable" : "refused", code);
}

/** Lets so many tasks run at once, in the order they came. */
class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((go) => this.waiting.push(go));
    this.running += 1;
    try {
      return await task();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
