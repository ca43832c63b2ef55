// Builds the faces of the verifier: verify.html (one file, works from disk), its worker for the public pages and the script
// of the log's pages into web/dist, and the Node command into web/verifier/dist. The same sources give the same bytes: verify.html's digest is
// published in the log.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = (path) => readFileSync(here(path), 'utf8');

async function bundle(entry, format, { node = false } = {}) {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: here('.'),
    ...(node ? { ssr: { noExternal: true, target: 'node' } } : {}),
    build: {
      write: false,
      target: node ? 'node20' : ['chrome109', 'firefox115', 'safari16'],
      minify: !node,
      modulePreload: false,
      ...(node ? { ssr: here(entry) } : {}),
      rollupOptions: { input: here(entry), output: { format, codeSplitting: false } },
    },
  });
  const { output } = Array.isArray(built) ? built[0] : built;
  if (output.length !== 1) throw new Error(`${entry} became ${output.length} files`);
  return output[0].code;
}

function write(path, text) {
  mkdirSync(dirname(here(path)), { recursive: true });
  writeFileSync(here(path), text);
}

const sha256 = (text) => createHash('sha256').update(text).digest('base64');

const worker = await bundle('src/worker_main.ts', 'iife');
const script = (await bundle('src/page/main.ts', 'iife')).trim();
if (/<\/script/i.test(script)) throw new Error('the script would end its own element');
const style = source('src/page/verify.css').trim();
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${sha256(script)}' blob:`,
  `style-src 'sha256-${sha256(style)}'`,
  'worker-src blob:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
const parts = { __POLICY__: policy, __STYLE__: style, __SCRIPT__: script };
const html = source('src/page/verify.html').replace(/__POLICY__|__STYLE__|__SCRIPT__/g, (name) => parts[name]);

write('../dist/verify.html', html);
write('../dist/verify-worker.js', worker);
write('../dist/log-check.js', await bundle('src/log_page/main.ts', 'iife'));
const command = await bundle('src/node.ts', 'es', { node: true });
write('dist/sunlot-verify.mjs', command);
write('dist/large-bundle.mjs', await bundle('large_bundle.ts', 'es', { node: true }));
write('dist/mutate.mjs', await bundle('mutate.ts', 'es', { node: true }));
const kilobytes = (text) => `${(text.length / 1000).toFixed(0)} kB`;
process.stdout.write(`verify.html ${kilobytes(html)}, verify-worker.js ${kilobytes(worker)}, sunlot-verify.mjs ${kilobytes(command)}\n`);
