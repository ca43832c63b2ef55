// The verifier as a command: `node sunlot-verify.mjs BUNDLE`. Contacts no server but the one of a log given by URL. Exit codes as in bundle-v1.
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { encode } from './core/bytes';
import type { Files } from './core/bundle';
import { checkDoorstep } from './core/doorstep';
import { Refusal, place } from './core/refusal';
import { unzip } from './core/unzip';
import { verify } from './core/verify';
import { reportText, type Language } from './core/words';
import { logCommand, logUsage } from './node_log';

const usage = `usage: node sunlot-verify.mjs BUNDLE [--log-vkey KEY] [--files-only] [--lang zh|en] [--quiet]
       node sunlot-verify.mjs --doorstep PROOF.json [--log-vkey KEY]
       node sunlot-verify.mjs --cases <LINES    bundles without log/, a JSON object of files on each line
${logUsage}
  BUNDLE   a folder or a .zip
  exit     0 verified · 1 refused · 2 usage · 3 sealed, unfinished or voided
`;

interface Arguments {
  path: string;
  doorstep: boolean;
  cases: boolean;
  logKey: string | undefined;
  filesOnly: boolean;
  quiet: boolean;
  language: Language;
}

function parse(words: string[]): Arguments | undefined {
  const given: Arguments = { path: '', doorstep: false, cases: false, logKey: undefined, filesOnly: false, quiet: false, language: 'en' };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--log-vkey') given.logKey = words[++i];
    else if (word === '--lang') given.language = words[++i] === 'zh' ? 'zh' : 'en';
    else if (word === '--files-only') given.filesOnly = true;
    else if (word === '--quiet') given.quiet = true;
    else if (word === '--doorstep') given.doorstep = true;
    else if (word === '--cases') given.cases = true;
    else if (word.startsWith('-') || given.path !== '') return undefined;
    else given.path = word;
  }
  return (given.path === '') === given.cases ? given : undefined;
}

function readFolder(folder: string, at = ''): Files {
  const files: Files = new Map();
  for (const name of readdirSync(join(folder, at))) {
    const path = at === '' ? name : `${at}/${name}`;
    const status = lstatSync(join(folder, path));
    if (status.isDirectory()) for (const [below, bytes] of readFolder(folder, path)) files.set(below, bytes);
    else if (status.isFile()) files.set(path, new Uint8Array(readFileSync(join(folder, path))));
    else throw new Refusal({ zh: '不是普通文件', en: 'is not a plain file' }, path);
  }
  return files;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Many draws in one go, for tests against other implementations. */
async function runCases(): Promise<number> {
  let [passed, failed] = [0, 0];
  for await (const line of createInterface({ input: process.stdin })) {
    const files: Files = new Map(Object.entries(JSON.parse(line) as Record<string, string>).map(([name, text]) => [name, encode(text)]));
    const report = verify(files, { filesOnly: true });
    if (report.verdict === 'verified') passed++;
    else print(`case ${passed + ++failed}: ${report.text.en}`);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function run(given: Arguments): Promise<number> {
  if (given.cases) return runCases();
  if (given.doorstep) {
    const proof = checkDoorstep(new Uint8Array(readFileSync(given.path)), given.logKey);
    print(`verified: ${proof.row.id} was drawn in ${proof.drawId}, sealed at ${proof.sealedAt}; officers ${proof.officers.join(', ')}`);
    print(`log key: ${proof.logKey}`);
    return 0;
  }
  const folder = statSync(given.path).isDirectory();
  const files = folder ? readFolder(given.path) : await unzip(new Uint8Array(readFileSync(given.path)));
  const report = verify(files, {
    filesOnly: given.filesOnly,
    now: Date.now() * 1000,
    ...(given.logKey === undefined ? {} : { logKey: given.logKey }),
  });
  print(given.quiet ? report.text[given.language] : reportText(report, given.language));
  return report.exit;
}

function failed(error: unknown, language: Language): number {
  if (error instanceof Refusal) {
    print(`refused: ${place(error)} ${error.text[language]}`);
    return 1;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const ofLog = words[0] === 'log' || words[0] === 'proof';
  const given = ofLog ? undefined : parse(words);
  try {
    const code = ofLog ? await logCommand(words) : given && (await run(given));
    if (code !== undefined) return code;
  } catch (error) {
    return failed(error, given?.language ?? 'en');
  }
  process.stderr.write(usage);
  return 2;
}

process.exitCode = await main();
