// A tab of Chromium, driven over its debugging protocol: go, run, wait. No library.

export class Tab {
  #socket;
  #next = 0;
  #waiting = new Map();

  /** Opens the first tab of the browser whose standard error this is. */
  static async open(stderr) {
    let text = "";
    for await (const part of stderr) {
      text += part;
      const found = /ws:\/\/([^/\s]+)\//.exec(text);
      if (found) return new Tab().#connect(found[1]);
    }
    throw new Error(`the browser did not start: ${text}`);
  }

  async #connect(host) {
    const pages = await (await fetch(`http://${host}/json/list`)).json();
    this.#socket = new WebSocket(pages.find((one) => one.type === "page").webSocketDebuggerUrl);
    this.#socket.addEventListener("message", ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.failed(new Error(error.message));
      else waiting?.done(result);
    });
    await new Promise((ready, failed) => {
      this.#socket.addEventListener("open", ready);
      this.#socket.addEventListener("error", failed);
    });
    await this.#send("Page.enable", {});
    return this;
  }

  #send(method, params) {
    const id = (this.#next += 1);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }));
  }

  async go(url) {
    await this.#send("Page.navigate", { url });
    await this.until("document.readyState !== 'loading'");
  }

  async run(expression) {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression holds; what throws (a page that is just being left) does not hold yet. */
  async until(expression) {
    const end = Date.now() + 500_000;
    while (Date.now() < end) {
      if (await this.run(`Boolean(${expression})`).catch(() => false)) return;
      await new Promise((next) => setTimeout(next, 15));
    }
    throw new Error(`never came true: ${expression}`);
  }

  close() {
    this.#socket.close();
  }
}
