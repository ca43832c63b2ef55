// Makes a finished draw of any size with its signed log, for measurements. The arithmetic is that of the verifier itself, so
// it proves nothing; it only has to be large.
import { ed25519 } from '@noble/curves/ed25519.js';
import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import type { Job } from './src/core/assignment';
import { encode, joinBytes, toBase64, toHex } from './src/core/bytes';
import type { Files } from './src/core/bundle';
import { commitmentOf, hashHex, sha256 } from './src/core/hash';
import { object, writeJson, type Json } from './src/core/json';
import { eachLine, parseFrame, parseOfficers, parseResult } from './src/core/lists';
import { leafOf, nodeOf, Tree } from './src/core/merkle';
import { parsePlan, termsOf } from './src/core/plan';
import { Preferences } from './src/core/preference';
import { cellsOf, draw, quotasOf, ticketsOf } from './src/core/sample';
import { candidatesOf } from './src/core/assignment';
import { qualified } from './src/core/slots';
import { dealAttempt, nothingStanding } from './src/core/substitution';

const drawId = 'bench-150802-2026-0001';
const origin = 'bench.example/log';
const secret = sha256(encode('bench'));

function vkey(): { text: string; id: Uint8Array } {
  const data = joinBytes(Uint8Array.of(1), ed25519.getPublicKey(secret));
  const id = sha256(joinBytes(encode(origin), Uint8Array.of(10), data)).slice(0, 4);
  return { text: `${origin}+${toHex(id)}+${toBase64(data)}`, id };
}

function splitAt(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const k = splitAt(leaves.length);
  return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathOf(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = splitAt(leaves.length);
  return index < k
    ? [...pathOf(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...pathOf(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

class Log {
  private readonly entries: Uint8Array[] = [];

  add(kind: string, data: Record<string, Json>, actor = 'u1'): void {
    const seq = this.entries.length;
    const at = `${new Date(Date.UTC(2026, 10, 22, 8, 0, seq)).toISOString().slice(0, 19)}.000000Z`;
    const entry = object({ actor, at, data: object(data), kind, log: origin, private: null, seq, subject: drawId, v: 1 });
    this.entries.push(encode(writeJson(entry)));
  }

  writeTo(files: Files): void {
    const leaves = this.entries.map(leafOf);
    const text = `${origin}\n${leaves.length}\n${toBase64(rootOf(leaves))}\n`;
    const { id, text: key } = vkey();
    const signature = toBase64(joinBytes(id, ed25519.sign(encode(text), secret)));
    const checkpoint = `${text}\n— ${origin} ${signature}\n`;
    files.set('log/checkpoint', encode(checkpoint)).set('log/policy.txt', encode(`log ${key}\nquorum none\n`));
    this.entries.forEach((entry, i) => {
      const path = pathOf(leaves, i).map((hash) => `${toBase64(hash)}\n`);
      files.set(`log/${i}.json`, entry);
      files.set(`log/${i}.tlog-proof`, encode(`c2sp.org/tlog-proof@v1\nindex ${i}\n${path.join('')}\n${checkpoint}`));
    });
  }
}

function planText(commitments: string[]): string {
  const parties = ['bureau', 'witness'].map((id, i) =>
    object({ commitment: commitments[i], id, organisation: `单位${i}`, role: i === 0 ? 'operator' : 'outside' }),
  );
  const strata = [['A', [4, 100]], ['B', [8, 100]]].map(([label, ratio]) =>
    object({ label: label as string, quota: object({ ratio: ratio as number[] }) }),
  );
  const slots = [['lead', ['lead']], ['second', []]].map(([name, tags]) => object({ name: name as string, tags: tags as string[] }));
  return writeJson(
    object({
      draw_id: drawId,
      events: [object({ kind: 'dice', name: 'hall', not_before: '2026-11-22T08:00:00Z' })],
      hash: 'sha256',
      log_origin: origin,
      min_parties: 2,
      mode: 'open',
      parties,
      reserve: 3,
      spread: true,
      strata,
      team: object({ slots }),
      version: 'sunlot-draw/v1',
    }),
  );
}

function frameText(objects: number): string {
  const lines: string[] = [];
  for (let i = 0; i < objects; i++) {
    const id = `91150802MA${String(i).padStart(8, '0')}`;
    lines.push(`${id}\t${i % 4 === 0 ? 'B' : 'A'}\t${['解放', '新华', '先锋', '团结', '车站'][i % 5] ?? ''}\n`);
  }
  return lines.join('');
}

function officersText(officers: number): string {
  return Array.from({ length: officers }, (_, i) => {
    return `F${String(i).padStart(4, '0')}\t${i % 5}\t10000\t${i % 3 === 0 ? 'lead' : ''}\n`;
  }).join('');
}

function lists(files: Files, seed: string): { sample: number; reserve: number } {
  const frame = parseFrame(files.get('frame.tsv') as Uint8Array, 'frame.tsv');
  const plan = parsePlan(files.get('plan.json') as Uint8Array);
  const officers = parseOfficers(files.get('officers.tsv') as Uint8Array, 'officers.tsv');
  const cells = cellsOf(frame, plan.spread);
  const quotas = quotasOf(cells, plan.strata, plan.spread, seed);
  const tickets = ticketsOf(frame, seed, () => undefined);
  const result = encode(draw(frame, cells, quotas, plan.reserve, tickets).map((line) => `${line}\n`).join(''));
  const { rows } = parseResult(result, 'result.tsv');
  const ids = rows.filter((row) => row.kind === 'S').map((row) => row.id).sort();
  const places = plan.slots.map((slot) => qualified(officers, slot));
  const candidates = places.map((one) => candidatesOf(one, officers.list.length));
  const names = places.map((one) => one.map((place) => officers.list[place]?.id).join(','));
  const jobs: Job[] = ids.map((id) => ({ id, slots: candidates }));
  const dealt = dealAttempt(jobs, officers, nothingStanding(), new Preferences(seed));
  files.set('result.tsv', result);
  files.set('slots.tsv', encode(ids.map((id) => names.map((list, slot) => `${id}\t${slot}\t${list}\n`).join('')).join('')));
  files.set('assignment.tsv', encode(ids.map((id) => `${id}\t${dealt?.get(id)?.join('\t')}\n`).join('')));
  return { sample: ids.length, reserve: rows.length - ids.length };
}

export function largeBundle(objects: number, officers: number): Files {
  const files: Files = new Map();
  const digest = (name: string): string => hashHex(files.get(name) as Uint8Array);
  const values = ['bureau', 'witness'].map(hashHex);
  const commitments = ['bureau', 'witness'].map((party, i) => commitmentOf(drawId, party, values[i] ?? ''));
  const lineCounts: Record<string, Json> = {};
  const put = (name: string, text: string): void => {
    files.set(name, encode(text));
    lineCounts[name] = object({ lines: text.split('\n').length - 1, sha256: digest(name) });
  };
  put('exclusions.tsv', '');
  put('frame.tsv', frameText(objects));
  put('officers.tsv', officersText(officers));
  put('recusals.txt', '');
  files.set('plan.json', encode(planText(commitments)));
  const tree = new Tree(objects);
  eachLine(files.get('frame.tsv') as Uint8Array, (line) => tree.add(line));
  const root = toHex(tree.root());
  files.set('seal.json', encode(writeJson(object({ draw_id: drawId, files: object(lineCounts), frame_root: root }))));
  const dice = '3141592653589793238462643383279';
  const parties = ['bureau', 'witness'].map((party, i) => `party=${party}:${values[i] ?? ''}\n`).join('');
  files.set('seed.txt', encode(`sunlot/seed/v1\ndraw=${drawId}\n${parties}event=dice:hall:${dice}\n`));
  const { sample, reserve } = lists(files, digest('seed.txt'));
  files.set('substitutions.json', encode('[]'));

  const log = new Log();
  log.add('draw.opened', { task: 'T1', terms: termsOf(parsePlan(files.get('plan.json') as Uint8Array)) });
  ['bureau', 'witness'].forEach((party, i) => log.add('contribution.committed', { commitment: commitments[i] ?? '', party }));
  log.add('frame.sealed', { attempt: 1, frame_root: root, journal_size: 3, plan: digest('plan.json'), seal: digest('seal.json') });
  ['bureau', 'witness'].forEach((party, i) => log.add('contribution.revealed', { party, value: values[i] ?? '' }));
  log.add('event.recorded', { content: dice, kind: 'dice', name: 'hall' });
  log.add('seed.fixed', { dropped: [], parties: ['bureau', 'witness'], seed: digest('seed.txt') });
  log.add('result.sealed', { attempt: 1, reserve, result: digest('result.tsv'), sample });
  log.add('assignment.sealed', { assignment: digest('assignment.tsv'), attempt: 1, slots: digest('slots.tsv') });
  log.add('draw.closed', { attempt: 1, substitutions: digest('substitutions.json') });
  log.writeTo(files);
  return files;
}

/** A .zip with everything stored. */
export function zip(files: Files): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(2, 0x800, true); // the name is UTF-8
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, bytes.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, encode(name).length, true);
    const rest = new DataView(new ArrayBuffer(14));
    rest.setUint32(10, offset, true);
    const head = new Uint8Array(common.buffer);
    parts.push(encode('PK\u0003\u0004'), head, encode(name), bytes);
    directory.push(encode('PK\u0001\u0002'), Uint8Array.of(20, 3), head, new Uint8Array(rest.buffer), encode(name));
    offset += 30 + encode(name).length + bytes.length;
  }
  const central = joinBytes(...directory);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, files.size, true);
  end.setUint16(6, files.size, true);
  end.setUint32(8, central.length, true);
  end.setUint32(12, offset, true);
  return joinBytes(...parts, central, encode('PK\u0005\u0006'), new Uint8Array(end.buffer));
}

const [path, objects, officers] = process.argv.slice(2);
if (path !== undefined) writeFileSync(path, zip(largeBundle(Number(objects ?? 100_000), Number(officers ?? 200))));
