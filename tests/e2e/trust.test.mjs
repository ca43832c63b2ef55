// Who may see what is hidden, who takes it away, and who watches the log: personal data behind a reason, an erasure by two, the
// witnesses' page with its USB stick, and a province over a county; at a desk and on a phone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

const program = process.env.SUNLOT_BINARY ?? fileURLToPath(new URL('../../build/release/sunlot', import.meta.url));
const identity = '150802197304041030';
const mobile = '13904781001';

describe('what is hidden, and who watches', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server, county;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, clerk, leader, security, citizen, far;

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    [server, county] = await Promise.all([startServer({ empty: true }), startServer({ empty: true })]);
    chromium = await startBrowser();
    [admin, clerk, leader, security, citizen] = await Promise.all([1, 2, 3, 4, 5].map(() => newPerson(chromium.browser, server.url)));
    far = await newPerson(chromium.browser, county.url);
    await admin.page.goto('/setup');
    await bureau.setUp(admin.page, server.setupCode);
    await bureau.setUp(far.page, county.setupCode);
    for (const [person, name, login, role] of /** @type {const} */ ([[clerk, '业务员小赵', 'xiaozhao', '业务员'], [leader, '分管领导老钱', 'laoqian', '审批领导'], [security, '安全管理员小孙', 'xiaosun', '安全管理员']])) {
      await bureau.activate(person.page, await bureau.openAccount(admin.page, { name, login, role }), login);
    }
    const file = join(server.folder, 'officers.csv');
    await writeFile(file, `工号,姓名,性别,身份证号,联系电话,所在科室,职务,执法证号,执法证有效期起,执法证有效期止,标签,在岗状态\nRS001,王建军,男,${identity},${mobile},劳动保障监察大队,监察员,150802000001,2024-01-01,2029-12-31,lead,在岗\n`);
    await bureau.upload(clerk.page, 'officers', file);
    await bureau.confirmImport(clerk.page);
  });
  after(async () => {
    await chromium?.stop();
    await Promise.all([server?.stop(), county?.stop()]);
  });

  async function inspect(/** @type {typeof citizen} */ person) {
    for (const size of [phone, desktop]) {
      await person.page.setViewportSize(size);
      await fitsWidth(person.page);
      await accessible(person.page);
    }
  }
  const run = (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
    execFileSync(join(dirname(program), name), args, { encoding: 'utf8', env: { ...process.env, SUNLOT_PASSWORD: bureau.password } });
  const entryIn = async (/** @type {import('playwright-core').Locator} */ place) => Number(/\d+/.exec((await place.textContent()) ?? '')?.[0]);
  /** What everybody can read of it, once the next checkpoint is out. */
  async function kindOf(/** @type {number} */ seq) {
    for (let tries = 0; tries < 600; ++tries) {
      const answer = await fetch(`${server.url}/api/public/log/entries/${seq}`);
      if (answer.ok) return JSON.parse((await answer.json()).entry).kind;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`entry ${seq} was not published`);
  }

  async function look() {
    await clerk.page.goto('/officers');
    await clerk.page.getByRole('button', { name: /查看个人信息/ }).click();
    const dialog = clerk.page.getByRole('dialog');
    await dialog.getByLabel('查看的理由').selectOption('visit');
    return dialog;
  }

  test('an officer’s number is hidden until somebody says what for, and the look is an entry', async () => {
    const { page } = clerk;
    await page.goto('/officers');
    await page.getByText('王建军').first().waitFor();
    assert.equal((await page.content()).includes(identity), false);
    const dialog = await look();
    await inspect(clerk);
    await dialog.getByRole('button', { name: '查看并留痕' }).click();
    const person = dialog.getByTestId('person');
    await person.getByText(identity).waitFor();
    await person.getByText(mobile).waitFor();
    await inspect(clerk);
    assert.equal(await kindOf(await entryIn(dialog.locator('a.entry'))), 'private.viewed');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await page.content()).includes(identity), false, 'it is still in the page after closing');
  });

  test('who may not look is offered no button', async () => {
    await leader.page.goto('/officers');
    await leader.page.getByText('王建军').first().waitFor();
    assert.equal(await leader.page.getByTestId('person-look').count(), 0);
  });

  test('the list of officers leads to the entry that wrote the row', async () => {
    await clerk.page.goto('/officers');
    assert.match(await kindOf(await entryIn(clerk.page.getByRole('row', { name: /王建军/ }).locator('a.entry').first())), /^officer\./);
  });

  test('the clerk asks for an erasure, the leader approves, and the number is gone', async () => {
    const { page } = clerk;
    await page.goto('/journal');
    await page.getByTestId('erasure-ask').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('范围').selectOption('officer');
    await dialog.locator('#erasure-target').fill('F0001');
    await dialog.locator('#erasure-person').fill('王建军');
    await dialog.locator('#erasure-reason').fill('本人已调离，申请删除');
    await inspect(clerk);
    await dialog.getByRole('button', { name: '申请删除' }).click();
    await page.getByRole('row', { name: /e1/ }).getByText('待批准').waitFor();
    leader.page.once('dialog', (question) => void question.accept());
    await leader.page.goto('/journal');
    await inspect(leader);
    await leader.page.getByRole('button', { name: '批准并删除' }).click();
    await leader.page.getByRole('row', { name: /e1/ }).getByText('已删除').waitFor();
    const again = await look();
    await again.getByRole('button', { name: '查看并留痕' }).click();
    await again.getByText('没有登记这些信息，或者已经删除。').waitFor();
  });

  test('two administrators set a policy, and a witness without a network answers by file', async () => {
    const folder = join(server.folder, 'witness');
    const key = run('sunlot-witness', '--data', folder, 'init', '--name', 'sfj.example/witness', '--organisation', '临河区司法局').split('\n').find((line) => line.startsWith('sfj.example/witness+')) ?? '';
    const { page } = admin;
    await page.goto('/witnesses');
    await inspect(admin);
    await page.getByRole('button', { name: '提出新策略' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#policy-text').fill(`# 临河区司法局\nwitness sfj ${key}\ngroup one 1 sfj\nquorum one\n`);
    await dialog.locator('#policy-reason').fill('司法局同意作见证');
    await inspect(admin);
    await dialog.getByRole('button', { name: '提出', exact: true }).click();
    await page.getByRole('heading', { name: '待批准的策略' }).waitFor();
    await security.page.goto('/witnesses');
    await inspect(security);
    await security.page.getByRole('button', { name: '批准', exact: true }).click();
    await security.page.getByRole('heading', { name: '待批准的策略' }).waitFor({ state: 'detached' });

    await page.goto('/witnesses');
    const vkey = (await (await fetch(`${server.url}/log/vkey`)).text()).trim();
    run('sunlot-witness', '--data', folder, 'add-log', vkey, '--silence', '0');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /送签|请求/ }).click()]);
    const request = join(server.folder, 'request.add-checkpoint');
    await download.saveAs(request);
    run('sunlot-witness', '--data', folder, 'answer', request);
    await page.locator('input[type=file]').setInputFiles(join(server.folder, 'request.cosignature'));
    await page.getByText(/临河区司法局.*签/).first().waitFor();
    await inspect(admin);
  });

  test('a province sees that its county has not rewritten', async () => {
    const vkey = (await (await fetch(`${county.url}/log/vkey`)).text()).trim();
    const sunlot = (/** @type {string[]} */ ...args) => execFileSync(program, [...args, '--data', join(server.folder, 'data'), '--user', 'admin'], { encoding: 'utf8', env: { ...process.env, SUNLOT_PASSWORD: bureau.password } });
    sunlot('province', 'add', vkey, '--name', '五原县人社局', '--region', '150821', '--url', `${county.url}/log`);
    sunlot('province', 'observe');
    const { page } = citizen;
    await page.goto('/province');
    await page.getByText('五原县人社局').waitFor();
    await inspect(citizen);
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.goto('/province?lang=en');
    await page.getByText('五原县人社局').waitFor();
    await inspect(citizen);
  });

  test('nothing complained', () => {
    assert.deepEqual([admin, clerk, leader, security, citizen, far].flatMap((person) => person.complaints), []);
  });
});
