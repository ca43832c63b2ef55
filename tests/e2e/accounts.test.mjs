// Accounts, as their owners and the administrators see them: second factor, sessions, roles, delegation, tokens, the tree;
// and signing in by an identity provider, a real one (npm oidc-provider) on loopback.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { desktop, newPerson, phone, startBrowser } from './lib/browser.mjs';
import * as bureau from './lib/bureau.mjs';
import { accessible, fitsWidth } from './lib/checks.mjs';

/** RFC 6238 from base32, in a few lines of its own. @param {string} secret @param {number} [later] steps from now */
function totp(secret, later = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', key).update(step).digest();
  return String((digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A standard provider with one client; whoever types a login there is that person. */
async function startProvider(/** @type {string} */ redirect) {
  const { Provider } = await import('oidc-provider');
  const http = createServer();
  await new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (http.address());
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'sunlot', client_secret: 'between us', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
  });
  http.on('request', provider.callback());
  return { issuer, stop: () => new Promise((resolve) => { http.closeAllConnections(); http.close(resolve); }) };
}

describe('accounts', () => {
  /** @type {Awaited<ReturnType<typeof import('./lib/server.mjs').startServer>>} */ let server;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */ let chromium;
  /** @type {Awaited<ReturnType<typeof newPerson>>} */ let admin, security, leader, clerk;
  /** @type {Awaited<ReturnType<typeof startProvider>>} */ let provider;
  let secret = '';
  /** @type {string[]} */ let recovery = [];

  before(async () => {
    const { startServer } = await import('./lib/server.mjs');
    server = await startServer({ empty: true });
    chromium = await startBrowser();
    [admin, security, leader, clerk] = await Promise.all([1, 2, 3, 4].map(() => newPerson(chromium.browser, server.url)));
    await admin.page.goto('/setup');
    await bureau.setUp(admin.page, server.setupCode);
    for (const [person, login, name, role] of /** @type {const} */ ([[security, 'anquan', '安全员小安', '安全管理员'], [leader, 'lingdao', '领导老李', '审批领导'], [clerk, 'yewu', '业务员小王', '业务员']])) {
      await bureau.activate(person.page, await bureau.openAccount(admin.page, { name, login, role }), login);
    }
    provider = await startProvider(`${server.url}/oidc`);
  });
  after(async () => {
    await provider?.stop();
    await chromium?.stop();
    await server?.stop();
  });

  async function inspect(/** @type {typeof admin} */ person, name = '') {
    for (const size of [phone, desktop]) {
      await person.page.setViewportSize(size);
      await fitsWidth(person.page);
      await accessible(person.page);
      if (process.env.SUNLOT_PICTURES) await person.page.screenshot({ path: `${process.env.SUNLOT_PICTURES}/${name}-${size.width}.png`, fullPage: true });
    }
  }

  test('the clerk sets up a second factor and keeps the recovery codes', async () => {
    const { page } = clerk;
    await page.goto('/me');
    await page.getByRole('button', { name: '设置第二因素' }).click();
    secret = ((await page.getByTestId('secret').textContent()) ?? '').trim();
    await inspect(clerk, 'factor');
    await page.getByRole('textbox', { name: '动态口令' }).fill(totp(secret));
    await page.getByRole('button', { name: '确认启用' }).click();
    await page.getByRole('heading', { name: '恢复码' }).waitFor();
    recovery = await page.getByTestId('recovery').getByRole('listitem').allTextContents();
    assert.equal(recovery.length, 10);
    await inspect(clerk, 'recovery');
    await page.getByRole('button', { name: '我已保管好' }).click();
    await page.getByText('已启用，还有 10 个恢复码。').waitFor();
    await inspect(clerk, 'me');
  });

  test('signing in then asks for the code', async () => {
    const { page } = clerk;
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByLabel('登录名').fill('yewu');
    await page.getByLabel('密码').fill(bureau.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('动态口令或恢复码').waitFor();
    await inspect(clerk, 'login-code');
    await page.getByLabel('动态口令或恢复码').fill('000000');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText('动态口令或恢复码不对').waitFor();
    await page.getByLabel('动态口令或恢复码').fill(totp(secret, 1));
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('button', { name: '退出' }).waitFor();
  });

  test('a second session is seen and ended by its owner', async () => {
    const elsewhere = await newPerson(chromium.browser, server.url);
    await bureau.signIn(elsewhere.page, 'lingdao');
    await leader.page.goto('/me');
    await leader.page.getByRole('button', { name: '结束其他全部会话' }).click();
    await leader.page.getByText('已结束 1 个会话。').waitFor();
    await elsewhere.page.goto('/tasks');
    await elsewhere.page.getByRole('heading', { name: '登录' }).waitFor();
    await elsewhere.context.close();
  });

  test('the leader delegates for an absence and takes it back', async () => {
    const { page } = leader;
    await page.getByRole('button', { name: '新的委托' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('受托人的登录名').fill('yewu');
    await form.getByLabel('原因').fill('外出培训');
    await inspect(leader, 'delegate');
    await form.getByRole('button', { name: '委托', exact: true }).click();
    await page.getByText('生效中').waitFor();
    await inspect(leader, 'delegations');
    await page.getByRole('button', { name: '收回' }).first().click();
    await page.getByText('已收回').waitFor();
  });

  test('a token is issued once shown, and revoked', async () => {
    const { page } = leader;
    await page.getByRole('button', { name: '签发令牌' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('用途').fill('大屏');
    await form.getByText('抽查任务：查看').click();
    await form.getByRole('button', { name: '签发令牌' }).click();
    const token = ((await page.getByTestId('token').textContent()) ?? '').trim();
    const ask = async () => (await fetch(`${server.url}/api/tasks`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await ask(), 200);
    await page.getByRole('button', { name: '我已保管好' }).click();
    await inspect(leader, 'tokens');
    await page.getByRole('row', { name: /大屏/ }).getByRole('button', { name: '收回' }).click();
    await page.getByRole('row', { name: /大屏/ }).getByText('已收回').waitFor();
    assert.equal(await ask(), 401);
  });

  test('the security administrator makes a role, grants it, and asks leaders for a second factor', async () => {
    const { page } = security;
    await page.goto('/roles');
    await page.getByRole('button', { name: '自定义角色' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('名称').fill('任务查询');
    await form.getByText('抽查任务：查看').click();
    await inspect(security, 'role-form');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: /任务查询/ }).waitFor();
    await inspect(security, 'roles');
    await page.goto('/accounts');
    await inspect(security, 'accounts');
    await page.getByRole('row', { name: /业务员小王/ }).getByRole('button', { name: '办理' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('任务查询', { exact: true }).click();
    await inspect(security, 'account');
    await drawer.getByRole('button', { name: '授予角色' }).click();
    await drawer.getByText('角色已变更。').waitFor();
    await page.goto('/roles');
    await page.getByRole('group', { name: '必须使用第二因素' }).getByText('审批领导', { exact: true }).click();
    await page.getByRole('button', { name: '保存要求' }).click();
    await page.getByText('已保存。').waitFor();
    await leader.page.goto('/tasks');
    await leader.page.getByText('您的角色必须使用第二因素。').waitFor();
  });

  test('the tree says who sees what', async () => {
    const { page } = admin;
    await page.goto('/organs');
    await page.getByRole('button', { name: '新的机构' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('名称').fill('解放');
    await form.getByLabel(/^编号/).fill('jiefang');
    await inspect(admin, 'unit-form');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByText('区划', { exact: true }).first().waitFor();
    await page.getByLabel('数据范围 业务员小王').selectOption('jiefang');
    await inspect(admin, 'organs');
  });

  test('an identity provider opens the account its owner linked, after the code of the second factor', async () => {
    await security.page.goto('/roles');
    await security.page.getByRole('button', { name: '配置平台' }).click();
    const form = security.page.getByRole('dialog');
    await form.getByLabel(/^编号/).fill('province');
    await form.getByLabel('登录页上的名称').fill('自治区统一身份认证');
    await form.getByLabel(/^发行者地址/).fill(provider.issuer);
    await form.getByLabel(/^客户端编号/).fill('sunlot');
    await form.getByLabel(/^客户端密钥/).fill('between us');
    await inspect(security, 'provider-form');
    await form.getByRole('button', { name: '保存' }).click();
    await security.page.getByText(provider.issuer).waitFor();

    const { page } = clerk;
    await page.goto('/me');
    await page.getByRole('button', { name: '关联', exact: true }).click();
    await atProvider(page, 'wang');
    await page.getByRole('button', { name: '解除关联' }).waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('button', { name: '用自治区统一身份认证登录' }).click();
    await page.getByLabel('动态口令或恢复码').waitFor();
    await page.getByLabel('动态口令或恢复码').fill('000000');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByText(/动态口令或恢复码不对/).waitFor();
    await page.getByLabel('动态口令或恢复码').fill(recovery[0] ?? '');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: /您好/ }).waitFor();

    const stranger = await newPerson(chromium.browser, server.url);
    await stranger.page.goto('/login');
    await inspect(stranger, 'login');
    await stranger.page.getByRole('button', { name: '用自治区统一身份认证登录' }).click();
    await atProvider(stranger.page, 'somebody');
    await stranger.page.getByText('还没有与本系统的账号关联').waitFor();
    await stranger.context.close();
  });

  /** The provider's own development pages: any login, then consent. @param {import('playwright-core').Page} page @param {string} login */
  async function atProvider(page, login) {
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: /continue/i }).click();
  }

  test('nobody saw an error', () => {
    for (const person of [admin, security, leader]) assert.deepEqual(person.complaints, []);
  });
});
