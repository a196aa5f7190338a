import { describe, expect, test } from "vitest";
import { ANALYSIS, BEGIN, END, LOOK } from "../src/analysis/document";
import { Questions } from "../src/analysis/questions";
import { LongRun } from "../src/analysis/run";
import { openApi } from "../src/api";
import { Explorer } from "../src/explorer";
import { Words } from "../src/i18n/i18n";
import type { Session, SessionFacts } from "../src/session";
import { firstState } from "../src/state";

const ASKED = { kind: "CORE", about: null, days: null, hops: null };
const SEEN = { level: "NONE", compartments: [], handling: [] };

/** A request as it went out, which is answered when a test says so. */
interface Sent {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly purpose: string | null;
  readonly answer: (data: unknown) => void;
  readonly fail: (code: string) => void;
}

class Desk {
  readonly sent: Sent[] = [];
  readonly session = { facts: { seal: "s" } as SessionFacts, purpose: "ASSESS", case: null } as Session;
  readonly explorer: Explorer;
  readonly said: string[] = [];
  readonly questions: Questions;

  constructor() {
    this.explorer = new Explorer(openApi("/", this.session, (_, init) => this.receive(init ?? {})), this.session, firstState(new Words("en"), "light"));
    this.explorer.say = (text) => void this.said.push(text);
    this.questions = new Questions(this.explorer, new LongRun(this.explorer, 1));
  }

  private receive(init: RequestInit): Promise<Response> {
    const { query, variables } = JSON.parse(String(init.body)) as { query: string; variables: Record<string, unknown> };
    return new Promise((settle) => {
      const give = (body: unknown): void => settle(new Response(JSON.stringify(body)));
      const purpose = new Headers(init.headers).get("Kring-Purpose");
      this.sent.push({ document: query, variables, purpose, answer: (data) => give({ data }), fail: (code) => give({ errors: [{ extensions: { code } }] }) });
    });
  }

  /** The one of these that went out as number `n`, when it does. */
  async next(document: string, n = 0): Promise<Sent> {
    await expect.poll(() => this.of(document).length, { interval: 1 }).toBeGreaterThan(n);
    return this.of(document)[n] as Sent;
  }

  of(document: string): Sent[] {
    return this.sent.filter((one) => one.document === document);
  }

  /** What a reader sees of analyses: the first line of the report, or how it stands. */
  get seen(): string | null {
    const { analysis } = this.explorer.state.get();
    return analysis && (analysis.found?.report[0] ?? (analysis.run ? `${analysis.run.id} ${analysis.run.state}` : "asking"));
  }
}

const found = (report: string): unknown => ({ analysis: { report: [report], highest: SEEN, findings: [], records: [] } });
const run = (id: string, state = "WORKING"): unknown => ({ run: { id, state } });

describe("of two questions the last one is answered", () => {
  test("though the first answer comes while the other run goes on", async () => {
    const desk = new Desk();
    const first = desk.questions.ask(ASKED, false);
    void desk.questions.ask({ ...ASKED, kind: "BROKERS" }, true);
    (await desk.next(BEGIN)).answer(run("r"));
    await desk.next(LOOK);
    (await desk.next(ANALYSIS)).answer(found("the first"));
    await first;
    expect([desk.seen, desk.said]).toEqual(["r WORKING", []]);
    (await desk.next(LOOK)).answer(run("r"));
    await desk.next(LOOK, 1);
    expect(desk.of(END)).toEqual([]);
  });

  test("though their answers cross, and the run of the first is ended", async () => {
    const desk = new Desk();
    const first = desk.questions.ask(ASKED, true);
    void desk.questions.ask(ASKED, true);
    (await desk.next(BEGIN, 1)).answer(run("second"));
    await desk.next(LOOK);
    (await desk.next(BEGIN, 0)).answer(run("first"));
    await first;
    expect([desk.seen, (await desk.next(END)).variables]).toEqual(["second WORKING", { id: "first" }]);
  });

  test.each([true, false])("though the first fails, in a run: %s", async (isLong) => {
    const desk = new Desk();
    const first = desk.questions.ask(ASKED, isLong);
    const second = desk.questions.ask(ASKED, false);
    (await desk.next(isLong ? BEGIN : ANALYSIS)).fail("BAD_ARGUMENT");
    desk.explorer.giveUp();
    await first;
    expect(desk.seen).toBe("asking");
    (await desk.next(ANALYSIS, isLong ? 0 : 1)).answer(found("the second"));
    await second;
    expect(desk.seen).toBe("the second");
  });
});

describe("a run that nobody waits for is ended", () => {
  test("for the purpose that it was begun for, when that is another now", async () => {
    const desk = new Desk();
    void desk.questions.ask(ASKED, true);
    (await desk.next(BEGIN)).answer(run("r"));
    (await desk.next(LOOK)).answer(run("r"));
    another(desk);
    const end = await desk.next(END);
    expect([end.purpose, end.variables, desk.seen]).toEqual(["ASSESS", { id: "r" }, null]);
  });

  test("when its beginning is answered after the purpose became another", async () => {
    const desk = new Desk();
    void desk.questions.ask(ASKED, true);
    const begin = await desk.next(BEGIN);
    another(desk);
    begin.answer(run("r"));
    expect([(await desk.next(END)).purpose, desk.of(LOOK), desk.seen]).toEqual(["ASSESS", [], null]);
  });

  test("when its beginning was cancelled, for which nobody need wait", async () => {
    const desk = new Desk();
    const asked = desk.questions.ask(ASKED, true);
    const begin = await desk.next(BEGIN);
    desk.explorer.cancel();
    await asked;
    expect([desk.seen, desk.explorer.state.get().busy]).toEqual([null, 0]);
    begin.answer(run("r"));
    expect((await desk.next(END)).variables).toEqual({ id: "r" });
  });
});

test.each(["TOO_MUCH_WORK", "UNAVAILABLE"])("a run is not begun twice after %s, not even when the API answers again", async (code) => {
  const desk = new Desk();
  const asked = desk.questions.ask(ASKED, true);
  (await desk.next(BEGIN)).fail(code);
  await expect.poll(() => desk.explorer.state.get().fault?.code ?? desk.of(BEGIN).length, { interval: 1 }).toBe(code);
  desk.explorer.recovered();
  await asked;
  expect([desk.of(BEGIN).length, desk.seen]).toEqual([1, null]);
});

function another({ session, explorer }: Desk): void {
  session.purpose = "INFORM";
  explorer.load.renew();
  explorer.state.set({ analysis: null });
}
