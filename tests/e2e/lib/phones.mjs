// The phones of a ceremony: one browser for each invited party, and the two taps its owner makes.
import { newPerson, phone } from './browser.mjs';

/** @typedef {Awaited<ReturnType<typeof newPerson>> & { taps: number }} Phone */

/**
 * Each party scans its code; returns when every page shows its number.
 * @param {import('playwright-core').Browser} browser @param {string} url @param {Record<string, string>} links
 * @returns {Promise<Record<string, Phone>>}
 */
export async function scanAll(browser, url, links) {
  const scanned = Object.entries(links).map(async ([party, link]) => {
    const person = Object.assign(await newPerson(browser, url, { viewport: phone }), { taps: 0 });
    const { pathname, hash } = new URL(link);
    await person.page.goto(pathname + hash);
    await person.page.getByTestId('secret').waitFor();
    return /** @type {[string, Phone]} */ ([party, person]);
  });
  return Object.fromEntries(await Promise.all(scanned));
}

/** One touch of a thumb, counted. @param {Phone} who @param {string} button */
async function tap(who, button) {
  who.taps += 1;
  await who.page.getByRole('button', { name: button, exact: true }).click();
}

/** @param {Phone} who */
export async function commit(who) {
  await tap(who, '保存在本机并交出承诺');
  await who.page.getByRole('heading', { name: '承诺已交出' }).waitFor();
}

/** @param {Phone} who */
export async function reveal(who) {
  await who.page.getByRole('heading', { name: '第 2 步：揭示' }).waitFor();
  await tap(who, '揭示我的随机数');
  await who.page.getByRole('heading', { name: '完成了' }).waitFor();
}

/** @param {Phone} who */
export async function deliver(who) {
  await who.page.getByRole('heading', { name: '第 2 步：交付' }).waitFor();
  await tap(who, '交付我的份额');
  await who.page.getByText('您的份额已交付').waitFor();
}
