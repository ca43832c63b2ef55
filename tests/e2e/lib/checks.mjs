// What every page must satisfy.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * No violation that axe calls serious or critical, contrast included.
 * @param {import('playwright-core').Page} page
 */
export async function accessible(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const report = await /** @type {any} */ (window).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return report.violations
      .filter((/** @type {any} */ violation) => violation.impact === 'serious' || violation.impact === 'critical')
      .map((/** @type {any} */ violation) => `${violation.id}: ${violation.nodes.slice(0, 4).map((/** @type {any} */ node) => `${node.html.slice(0, 160)} — ${node.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
  });
  assert.deepEqual(violations, [], `${page.url()} is not accessible`);
}

/**
 * Nothing sticks out to the right: the page itself never scrolls sideways.
 * @param {import('playwright-core').Page} page
 */
export async function fitsWidth(page) {
  // The page settles into a new width, mostly within a moment; what never stops sticking out is a fault.
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, null, { timeout: 30_000 }).catch(() => undefined);
  const { wide, width, culprits } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const inScroller = (/** @type {Element} */ element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(up).overflowX) && up !== document.body) return true;
      return false;
    };
    const culprits = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 1 && !inScroller(element)).slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
    return { wide: document.documentElement.scrollWidth, width, culprits };
  });
  assert.ok(wide <= width, `${page.url()} scrolls sideways: ${wide} > ${width}: ${culprits.join(' | ')}`);
}
