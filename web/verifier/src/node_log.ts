// `sunlot-verify.mjs log …` and `… proof …`: a published log, from a folder or over HTTP, and a proof that travels alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openCheckpoint, entryIncluded, parseProof, parseVerifier } from './core/note';
import { refuse } from './core/refusal';
import { joinBytes, toHex } from './core/bytes';
import { checkLog, type ReadFile } from './log/check';

export const logUsage = `       node sunlot-verify.mjs log FOLDER-OR-URL --log-vkey KEY [--policy FILE] [--since CHECKPOINT]
       node sunlot-verify.mjs proof ENTRY PROOF --log-vkey KEY
`;

const mostBytes = 256 * 65_537;
const patience = 30_000;

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

function fromFolder(folder: string): ReadFile {
  return async (path) => {
    try {
      return bytesOf(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
}

function fromUrl(base: string): ReadFile {
  return async (path) => {
    const answer = await fetch(`${base.replace(/\/$/, '')}/${path}`, { redirect: 'error', signal: AbortSignal.timeout(patience) });
    if (answer.status === 404) return undefined;
    if (!answer.ok) refuse(path, 0, `服务器答复 ${answer.status}`, `the server answers ${answer.status}`);
    return bodyOf(answer, path);
  };
}

/** A server may go on for ever; a file of a log may not. */
async function bodyOf(answer: Response, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > mostBytes) {
      await reader?.cancel();
      refuse(path, 0, '过大', 'is too large');
    }
    parts.push(part.value);
  }
  return joinBytes(...parts);
}

interface Words {
  places: string[];
  options: Map<string, string>;
}

function parse(words: string[]): Words | undefined {
  const given: Words = { places: [], options: new Map() };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('--')) given.places.push(word);
    else if (!['--log-vkey', '--policy', '--since'].includes(word) || words[++i] === undefined) return undefined;
    else given.options.set(word, words[i] ?? '');
  }
  return given.options.has('--log-vkey') ? given : undefined;
}

async function wholeLog(place: string, options: Map<string, string>): Promise<void> {
  const file = (name: string) => (options.has(name) ? bytesOf(options.get(name) ?? '') : undefined);
  const [policy, since] = [file('--policy'), file('--since')];
  const report = await checkLog(/^https?:\/\//.test(place) ? fromUrl(place) : fromFolder(place), {
    key: options.get('--log-vkey') ?? '',
    ...(policy && { policy }),
    ...(since && { since }),
  });
  process.stdout.write(`verified: ${report.origin}, ${report.size} entries, root ${toHex(report.root)}\nsigned by: ${report.signed.join(', ')}\n`);
  if (report.key !== options.get('--log-vkey')) process.stdout.write(`present key: ${report.key}\n`);
}

function oneProof(entry: string, proof: string, key: string): void {
  const travelling = parseProof(bytesOf(proof), 'proof');
  const checkpoint = openCheckpoint(travelling.checkpoint, [parseVerifier(key)], 'proof');
  if (checkpoint.origin !== parseVerifier(key).name) refuse('proof', 0, '是另一份日志的检查点', 'is of another log');
  if (!entryIncluded(bytesOf(entry), travelling, checkpoint)) {
    refuse('proof', 0, '不是这条记录的证明', 'is no proof of this entry');
  }
  process.stdout.write(`verified: entry ${travelling.index} of ${checkpoint.size} in ${checkpoint.origin}\n`);
}

/** Undefined: not said as the usage has it. */
export async function logCommand(words: string[]): Promise<number | undefined> {
  const given = parse(words.slice(1));
  const [first, second, ...more] = given?.places ?? [];
  if (!given || first === undefined || more.length > 0) return undefined;
  if (words[0] === 'log' && second === undefined) await wholeLog(first, given.options);
  else if (words[0] === 'proof' && second !== undefined) oneProof(first, second, given.options.get('--log-vkey') ?? '');
  else return undefined;
  return 0;
}
