// A fresh product for each suite: the built program on a free loopback port, with a data directory of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = process.env.SUNLOT_BINARY ?? join(root, 'build/release/sunlot');
const web = process.env.SUNLOT_WEB ?? join(root, 'web/dist');

/** @returns {Promise<number>} a port nobody listens on just now */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts the product and waits until it says where it listens; with an empty system also for the setup code.
 * @param {{ empty: boolean }} options
 */
export async function startServer({ empty }) {
  const folder = await mkdtemp(join(tmpdir(), 'sunlot-e2e-'));
  const port = await freePort();
  const args = ['serve', '--port', String(port), '--data', join(folder, 'data'), '--web', web, ...(empty ? ['--empty'] : [])];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (bytes) => (output += bytes));
  child.stderr.on('data', (bytes) => (output += bytes));
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const setupCode = await waitFor(() => /setup code: (\S+)/.exec(output)?.[1], () => child.exitCode !== null, () => output);
  return {
    url,
    folder,
    setupCode,
    async stop() {
      child.kill('SIGTERM');
      const stopped = await Promise.race([ended.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 120_000).unref())]);
      if (!stopped) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      if (!stopped) throw new Error(`the server did not stop within two minutes of SIGTERM:\n${output}`);
    },
  };
}

/**
 * @template T
 * @param {() => T | undefined} found
 * @param {() => boolean} hopeless
 * @param {() => string} story
 */
async function waitFor(found, hopeless, story) {
  for (let tries = 0; tries < 1200; ++tries) {
    const value = found();
    if (value !== undefined) return value;
    if (hopeless()) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not start:\n${story()}`);
}
