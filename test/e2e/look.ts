/** Public pages as a reader without scripts sees them. Pictures are kept in $SCREENSHOTS when it is set. */

import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

export type Look = { readonly path: string; readonly name: string; readonly width?: number };
export type Place = { readonly browser: Browser; readonly baseUrl: string };

/** Opens a page; what it fetched and complained of is checked. */
export const look = async (
  { browser, baseUrl }: Place,
  { path, name, width = 1000 }: Look,
  see: (page: Page) => Promise<void>,
): Promise<void> => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(baseUrl + path);
  await see(page);
  const folder = process.env["SCREENSHOTS"];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await context.close();
  const others = asked.filter((url) => url !== baseUrl + path && !url.endsWith("/favicon.ico"));
  assert.deepEqual(others, [], "the page is all that is fetched");
  assert.deepEqual(
    complaints.filter((text) => !text.includes("favicon")),
    [],
  );
};

/** The style is in force, and nothing is wider than the window. */
export const checkLayout = async (page: Page, lang: "en" | "ar" | "ru"): Promise<void> => {
  const html = page.locator("html");
  assert.equal(await html.getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
  const [body, window] = [await page.locator("body").boundingBox(), page.viewportSize()];
  assert.ok(body && window && body.width <= window.width);
  const article = page.locator("article, .wording").first();
  const inner = await article.boundingBox();
  assert.ok(inner && inner.x >= 0 && inner.x + inner.width <= window.width);
  const border = await page.evaluate(
    "getComputedStyle(document.querySelector('header')).borderBottomStyle",
  );
  assert.equal(border, "solid", "the style was let through by the policy");
};
