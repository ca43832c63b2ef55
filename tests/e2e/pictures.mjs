// The pictures of README and handbook, made from the running product with its demonstration data:
//   tests/e2e/pictures [OUT_DIR]        default: docs/handbook/pictures
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { firms, writeCsv } from './lib/people.mjs';
import { startServer } from './lib/server.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs/handbook/pictures', import.meta.url));
await mkdir(out, { recursive: true });
const server = await startServer({ empty: false });
const chromium = await startBrowser();
const throws = 'd20: 4 17 9 20 1 3 11 8 15 2 19 6 13 7 10 5';

/**
 * The page as it is, at desktop width and, if `small`, on a phone; `whole` takes all of it, not only what is seen first.
 * @param {import('playwright-core').Page} page @param {string} name @param {{ whole?: boolean, small?: boolean }} [options]
 */
async function shoot(page, name, { whole = false, small = false } = {}) {
  const viewport = page.viewportSize();
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: whole, animations: 'disabled' });
  if (small && viewport) {
    await page.setViewportSize(phone);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(out, `${name}-phone.png`), fullPage: whole, animations: 'disabled' });
    await page.setViewportSize(viewport);
  }
  process.stdout.write(`${name}\n`);
}

/** @param {import('playwright-core').Page} page */
async function aMessyFile(page) {
  const rows = firms(60);
  rows[3] = { ...rows[3], 统一社会信用代码: '91150802MA0E0003XX' };
  rows[7] = { ...rows[7], 企业名称: '' };
  rows[20] = { ...rows[20], 注册日期: '2031-02-30' };
  await bureau.upload(page, 'objects', await writeCsv(join(server.folder, '市场主体名单.csv'), rows));
}

try {
  const [admin, clerk, screen] = await Promise.all([1, 2, 3].map(() => newPerson(chromium.browser, server.url)));
  await admin.page.goto('/setup');
  await shoot(admin.page, 'setup');
  await bureau.setUp(admin.page, server.setupCode);
  const code = await bureau.openAccount(admin.page, { name: '业务员小赵', login: 'xiaozhao', role: '业务员' });
  await bureau.openAccount(admin.page, { name: '分管领导老钱', login: 'laoqian', role: '审批领导' });
  await shoot(admin.page, 'accounts');

  const { page } = clerk;
  await page.goto('/login');
  await shoot(page, 'login', { small: true });
  await bureau.activate(page, code, 'xiaozhao');
  await page.getByRole('heading', { name: '名录库' }).waitFor();
  await shoot(page, 'home', { small: true });
  await aMessyFile(page);
  await shoot(page, 'import', { whole: true });
  await bureau.press(page, '放弃这次导入');
  await page.goto('/objects');
  await page.getByText(/已显示 50 条/).waitFor();
  await shoot(page, 'objects', { small: true });
  await page.goto('/officers');
  await page.getByText('可抽取', { exact: true }).first().waitFor();
  await shoot(page, 'officers');
  await page.goto('/items');
  await page.getByText(/已显示/).waitFor();
  await shoot(page, 'items');
  if (await page.getByRole('button', { name: '公布全部草稿' }).isVisible()) await bureau.publishAllItems(page);

  await bureau.makeTask(page, '2026年劳动用工双随机抽查');
  await page.getByTestId('to-draw').waitFor();
  await page.getByText(/已保存：/).waitFor({ state: 'hidden' });
  await shoot(page, 'task', { whole: true });
  const id = await bureau.openDraw(page, {
    supervisor: '阳光县纪委监委',
    outside: '企业代表',
    events: [['ssq', '2026135'], ['dlt', '2026135']],
    seconds: 45,
  });
  const opened = Date.now();
  const slip = await bureau.commit(page, 'bureau');
  await bureau.commitDice(page, 'jiwei', throws);
  const guest = await bureau.commit(page, 'firm-rep');
  await bureau.press(page, '封存名单');
  await page.getByText('名单的默克尔根').waitFor();
  await bureau.revealSlip(page, 'bureau', slip);
  await screen.page.setViewportSize({ width: 1600, height: 900 });
  await bureau.signIn(screen.page, 'xiaozhao');
  await screen.page.goto(`/screen/${id}`);
  await screen.page.getByText('等待各方揭示').waitFor();
  await shoot(page, 'draw', { whole: true, small: true });
  await bureau.revealDice(page, 'jiwei', throws);
  await bureau.revealSlip(page, 'firm-rep', guest);
  await page.waitForTimeout(Math.max(0, opened + 46_000 - Date.now())); // the events lie in the future, as they must
  await bureau.recordEvent(page, '双色球', '3 9 12 18 26 31 7');
  await bureau.recordEvent(page, '超级大乐透', '5 11 19 28 33 2 9');
  await bureau.press(page, '确定种子');
  await screen.page.getByText('即将抽取').waitFor();
  await shoot(screen.page, 'screen-seed');
  await bureau.press(page, '抽取检查对象');
  await bureau.press(page, '分派执法人员');
  await page.getByRole('button', { name: '结束抽取' }).waitFor();
  await screen.page.getByText(/共抽中/).waitFor();
  await screen.page.waitForTimeout(1500);
  await shoot(screen.page, 'screen');
  await shoot(page, 'result');
  await bureau.press(page, '结束抽取');
  await page.getByText('本次抽取已结束').waitFor();
  await page.goto('/journal');
  await page.getByText(/已显示/).waitFor();
  await shoot(page, 'journal');
  await page.goto(`/d/${id}`);
  await shoot(page, 'public', { small: true });
} finally {
  await chromium.stop();
  await server.stop();
}
