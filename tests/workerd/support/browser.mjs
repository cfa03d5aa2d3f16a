// A headless browser, for tests of what people see and press.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** `cargo xtask test` names the machine's own; without it, Debian's. */
const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Besides Playwright's own, which keep it from calling home: nothing here is worth a GPU's process. */
const FLAGS = ["--disable-gpu", "--disable-quic"];

/** A small phone. */
export const PHONE = { width: 360, height: 740 };

/** Starts a browser with an empty profile. */
export async function startBrowser() {
  return new Browser(await chromium.launch({ executablePath: PROGRAM, args: FLAGS }));
}

class Browser {
  #browser;

  constructor(browser) {
    this.#browser = browser;
  }

  /**
   * A tab of somebody who was never here before. JavaScript is off unless asked for. It does not
   * say that it is headless: that speaks against a lead, and these are people's.
   */
  async open(url, { javaScriptEnabled = false, viewport } = {}) {
    const [major] = this.#browser.version().split(".");
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
    const context = await this.#browser.newContext({ javaScriptEnabled, userAgent, viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    return page;
  }

  async stop() {
    await this.#browser.close();
  }
}

/** Presses a button that sends a form; returns the status of the answer, once its page is there. */
export async function press(page, name) {
  const [sent] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "POST"),
    page.waitForEvent("load"),
    page.getByRole("button", { name, exact: true }).click(),
  ]);
  return sent.status();
}

/** Asserts that everything there is to fill in has a label, and nothing lies beyond the right edge. */
export async function assertUsable(page) {
  const { unlabelled, width, wide } = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const label = (control) => control.labels[0]?.textContent.trim() ?? control.getAttribute("aria-label");
    const width = document.documentElement.clientWidth;
    const beyond = (element) => element.getBoundingClientRect().right > width;
    const outer = [...document.body.querySelectorAll("*")].filter(beyond).map(({ outerHTML }) => outerHTML.slice(0, 80));
    return {
      unlabelled: controls.filter((control) => !label(control)).map(({ name }) => name),
      width,
      wide: document.documentElement.scrollWidth > width ? outer : [],
    };
  });
  assert.deepEqual(unlabelled, [], `${page.url()} has fields without a label`);
  assert.deepEqual(wide, [], `${page.url()} is wider than ${width} px`);
}
