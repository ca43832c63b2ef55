// What people do in the browser, in their own words, so that the tests read like the work itself.
import { readFile } from 'node:fs/promises';

export const password = '临河-双随机-2026';
/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} code */
export async function setUp(page, code) {
  await page.goto('/');
  await page.getByLabel('设置码').fill(code);
  const organ = page.getByLabel('单位全称');
  if (await organ.isVisible()) {
    await organ.fill('巴彦淖尔市临河区人力资源和社会保障局');
    await page.getByLabel('机关代字').fill('临人社');
    await page.getByLabel('单位代码').fill('lhrs');
    await page.getByLabel('行政区划代码').fill('150802');
  }
  await page.getByLabel('登录名').fill('admin');
  await page.getByLabel('姓名').fill('系统管理员小郭');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再输一次密码').fill(password);
  await page.getByRole('button', { name: '完成设置' }).click();
  await page.getByRole('heading', { name: /您好/ }).waitFor();
}

/**
 * The administrator makes an account; the code shown once is returned.
 * @param {Page} page @param {{ name: string, login: string, role: string }} who
 */
export async function openAccount(page, { name, login, role }) {
  await page.goto('/accounts');
  await page.getByRole('button', { name: '新建账号' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('姓名').fill(name);
  await form.getByLabel('登录名').fill(login);
  await form.getByText(role, { exact: true }).click();
  await form.getByRole('button', { name: '新建账号' }).click();
  const code = await page.getByTestId('activation-code').textContent();
  await page.getByRole('button', { name: '我已记下' }).click();
  return (code ?? '').trim();
}

/** @param {Page} page @param {string} code @param {string} login */
export async function activate(page, code, login) {
  await page.goto('/activate');
  await page.getByLabel('激活码').fill(code);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再输一次密码').fill(password);
  await page.getByRole('button', { name: '激活账号' }).click();
  await page.getByText('密码已设置，请登录。').waitFor();
  await signIn(page, login);
}

/** @param {Page} page @param {string} login */
export async function signIn(page, login) {
  if (!page.url().includes('/login')) await page.goto('/login');
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: '退出' }).waitFor();
}

/**
 * Uploads a file and returns when the preview is there.
 * @param {Page} page @param {string} kind @param {string} file
 */
export async function upload(page, kind, file) {
  await page.goto(`/import/${kind}`);
  await page.getByTestId('file').setInputFiles(file);
  await page.getByRole('heading', { name: '核对结果' }).waitFor();
}

/** @param {Page} page */
export async function confirmImport(page) {
  await page.getByRole('button', { name: '确认写入' }).click();
  return (await page.getByTestId('receipt').textContent()) ?? '';
}

/**
 * The clerk submits every draft, the leader approves them, the clerk publishes them in one announcement.
 * @param {Page} clerk @param {Page} leader
 */
export async function publishAllItems(clerk, leader) {
  await clerk.goto('/items');
  await clerk.getByRole('button', { name: '全部提交审核' }).click();
  await clerk.getByText('已提交审核。').waitFor();
  await leader.goto('/items/review');
  await leader.getByRole('button', { name: /^全部通过/ }).click();
  await leader.getByText('没有等待审核的事项。').waitFor();
  await clerk.goto('/items');
  await clerk.getByRole('button', { name: /^公布审核通过的/ }).click();
  await clerk.getByRole('dialog').getByRole('button', { name: '公布', exact: true }).click();
  await clerk.getByText('已公布。').waitFor();
}

/**
 * A task with two items, everything else as the form suggests; returns its number.
 * @param {Page} page @param {string} name
 */
export async function makeTask(page, name) {
  await page.goto('/tasks/new');
  await page.getByLabel('任务名称').fill(name);
  await page.getByText(/^L02 /).click();
  await page.getByText(/^L06 /).click();
  await page.getByTestId('to-draw').waitFor();
  await page.getByRole('button', { name: '保存任务' }).click();
  const note = await page.getByText(/已保存：/).textContent();
  await page.getByRole('button', { name: '开启抽取' }).waitFor();
  return (note ?? '').replace('已保存：', '').trim();
}

/** An instant as the pages' time fields take it: Beijing time, to the second. @param {number} milliseconds */
function beijing(milliseconds) {
  return new Date(milliseconds + 8 * 3600 * 1000).toISOString().slice(0, 19);
}

/**
 * Opens the draw of the task on the screen; returns its id. The events are `[kind, name]`, not before `seconds` from now.
 * With `keepers`, the two departments, it is an embargoed draw; without, an open one.
 * @param {Page} page
 * @param {{ supervisor: string, outside?: string, keepers?: [string, string], events: [string, string][], seconds: number }} terms
 */
export async function openDraw(page, { supervisor, outside, keepers, events, seconds }) {
  await page.getByRole('button', { name: '开启抽取' }).click();
  if (keepers) {
    await page.getByLabel('保管部门 1').fill(keepers[0]);
    await page.getByLabel('保管部门 2').fill(keepers[1]);
  } else await page.getByRole('radio', { name: /^公开抽取/ }).check();
  await page.getByLabel('单位或身份').nth(1).fill(supervisor);
  if (outside) {
    await press(page, '增加一方');
    await page.getByLabel('单位或身份').nth(2).fill(outside);
  }
  for (const [index, [kind, name]] of events.entries()) {
    if (index > 0) await press(page, '增加事件');
    await page.getByLabel('事件', { exact: true }).nth(index).selectOption(kind);
    await page.getByLabel('期号或名称').nth(index).fill(name);
    await page.getByLabel('不早于（北京时间）').nth(index).fill(beijing(Date.now() + seconds * 1000));
  }
  await page.getByRole('button', { name: '开启抽取' }).click();
  await page.waitForURL(/\/draws\/[^/?]+-\d{4}-\d{4}$/);
  await page.getByRole('list', { name: '抽取进度' }).waitFor();
  return page.url().split('/').pop() ?? '';
}

/**
 * Shows the invitations of all who have not committed; returns the link of each party.
 * @param {Page} page @returns {Promise<Record<string, string>>}
 */
export async function invite(page) {
  await press(page, '给每一方发邀请');
  const cards = page.locator('[data-invite]');
  await cards.first().waitFor();
  /** @type {Record<string, string>} */ const links = {};
  for (const card of await cards.all()) links[(await card.getAttribute('data-invite')) ?? ''] = (await card.getByRole('link').getAttribute('href')) ?? '';
  return links;
}

/**
 * A party makes its number on this machine, keeps the slip (returned), and hands in the commitment.
 * @param {Page} page @param {string} party
 */
export async function commit(page, party) {
  const place = page.locator(`[data-party="${party}"]`);
  await place.getByRole('button', { name: '在本机生成随机数' }).click();
  const dialog = page.getByRole('dialog');
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: '下载保管单' }).click();
  const slip = await readFile(await (await saving).path(), 'utf8');
  await dialog.getByText('我已妥善保存随机数').click();
  await dialog.getByRole('button', { name: '提交承诺' }).click();
  await place.getByText('已承诺', { exact: true }).waitFor();
  return slip;
}

/**
 * A party writes its throws of dice down instead.
 * @param {Page} page @param {string} party @param {string} throws
 */
export async function commitDice(page, party, throws) {
  const place = page.locator(`[data-party="${party}"]`);
  await place.getByRole('button', { name: '输入掷骰结果' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('掷骰或摇号机的结果').fill(throws);
  await dialog.getByText('我已妥善保存随机数').click();
  await dialog.getByRole('button', { name: '提交承诺' }).click();
  await place.getByText('已承诺', { exact: true }).waitFor();
}

/** Who has no phone reveals at the office's machine. @param {import('playwright-core').Locator} place */
export async function onThisMachine(place) {
  const fold = place.locator('details');
  await fold.waitFor();
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
}

/** @param {Page} page @param {string} party @param {string} slip */
export async function revealSlip(page, party, slip) {
  const place = page.locator(`[data-party="${party}"]`);
  await onThisMachine(place);
  await place.getByLabel('选择保管单文件').setInputFiles({ name: 'slip.txt', mimeType: 'text/plain', buffer: Buffer.from(slip) });
  await place.getByText('与承诺一致').waitFor();
  await place.getByRole('button', { name: '揭示' }).click();
  await place.getByText('已揭示', { exact: true }).waitFor();
}

/** @param {Page} page @param {string} party @param {string} throws */
export async function revealDice(page, party, throws) {
  const place = page.locator(`[data-party="${party}"]`);
  await onThisMachine(place);
  await place.getByText('当时输入的是掷骰结果').click();
  await place.getByLabel('掷骰结果（与承诺时一字不差）').fill(throws);
  await place.getByRole('button', { name: '揭示' }).click();
  await place.getByText('已揭示', { exact: true }).waitFor();
}

/** @param {Page} page @param {string} event @param {string} result */
export async function recordEvent(page, event, result) {
  await page.getByLabel(new RegExp(`^${event} .* 的结果$`)).fill(result);
  await press(page, '登记');
  await page.getByLabel(new RegExp(`^${event} .* 的结果$`)).waitFor({ state: 'detached' });
}

/** @param {Page} page @param {string} button */
export async function press(page, button) {
  await page.getByRole('button', { name: button, exact: true }).click();
}
