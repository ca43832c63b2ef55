// verify.html: the verifier as one file. From disk or from a server; a bundle or a doorstep proof, dropped, chosen, or
// named in the address (#p=<token> a doorstep proof of this server, ?draw=<id> its bundle).
import { hashHex } from '../core/hash';
import type { Doorstep } from '../core/doorstep';
import type { Text } from '../core/refusal';
import type { Line } from '../core/verify';
import type { Answer, Request } from '../messages';
import { listen } from '../worker';
import { ask } from './ask';
import { fill, find, make } from './dom';
import { texts, type TextName } from './texts';

type Language = 'zh' | 'en';
let language: Language = 'zh';
/** Draws what is shown now once more, in the other language. */
let shown: () => void = () => undefined;

function startLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked === 'zh' || asked === 'en') return asked;
  return /^zh\b/i.test(navigator.language) ? 'zh' : 'en';
}

function t(name: TextName): string {
  return texts[name][language];
}
function say(text: Text): string {
  return text[language];
}

function show(draw: () => void): void {
  shown = draw;
  draw();
}

function headline(name: TextName): void {
  find('headline').dataset.text = name;
  find('headline').textContent = t(name);
}

/** The sentences that stand in the file itself. */
function translate(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = t(element.dataset.text as TextName);
  }
  document.title = t('title');
  shown();
}

// ---- asking ----

function logKey(): string | undefined {
  const key = find<HTMLInputElement>('key').value.trim();
  return key === '' ? undefined : key;
}

function status(text: string): void {
  find('status').textContent = text;
}

function run(request: Request): void {
  find('input').hidden = true;
  find('working').hidden = false;
  fill(find('answer'));
  const door = request.kind === 'doorstep';
  headline(door ? 'doorTitle' : 'title');
  ask(request, (answer) => hear(answer, request.logKey !== undefined, door ? 'doorNo' : 'refused'));
}

function hear(answer: Answer, keyGiven: boolean, no: TextName): void {
  if (answer.kind === 'progress') {
    status(`${t('working')}: ${say(answer.title)} (${answer.number}/${answer.of})`);
    find<HTMLProgressElement>('bar').value = (answer.number - 1 + answer.part) / answer.of;
    return;
  }
  find('working').hidden = true;
  if (answer.kind === 'report') show(() => showReport(answer, keyGiven));
  else if (answer.kind === 'doorstep') show(() => showDoorstep(answer.doorstep, keyGiven));
  else if (answer.kind === 'refused') show(() => showRefusal(say(answer.text), no));
  else show(() => showRefusal(t('fault') + answer.message, 'notChecked'));
  find('answer').focus();
}

// ---- answers ----

function facts(pairs: [string, string | Node][]): HTMLElement {
  const list = make('dl', '');
  for (const [name, value] of pairs) list.append(make('dt', '', name), make('dd', '', value));
  return list;
}
const code = (text: string): HTMLElement => make('code', '', text);

function again(): HTMLElement {
  const button = make('button', 'plain', t('again'));
  button.addEventListener('click', () => {
    history.replaceState(null, '', location.pathname);
    start();
  });
  return button;
}

function keyFacts(key: string, given: boolean): HTMLElement {
  return make('section', '', facts([[t('logKey'), code(key)]]), make('p', 'hint', given ? t('compared') : t('compare')));
}

const marks: Record<Line['state'], string> = { passed: '✓', failed: '✗', warning: '!', later: '·' };

function showReport(answer: Answer & { kind: 'report' }, keyGiven: boolean): void {
  const { report, titles } = answer;
  const tone = report.exit === 0 ? 'good' : report.exit === 1 ? 'bad' : 'wait';
  const list = make('ol', 'steps');
  report.lines.forEach((line, i) => {
    const where = line.place ? [code(line.place), ' '] : [];
    const mark = make('span', 'mark', marks[line.state]);
    mark.setAttribute('aria-hidden', 'true');
    const title = make('strong', '', say(titles[i] ?? { zh: '', en: '' }));
    list.append(make('li', line.state, mark, make('div', '', title, make('div', '', ...where, say(line.text)))));
  });
  const about = facts([
    [t('drawId'), code(report.drawId)],
    ...(report.seed === '' ? [] : ([[t('seed'), code(report.seed)]] as [string, Node][])),
    [t('took'), `${(answer.milliseconds / 1000).toFixed(2)} ${t('seconds')}`],
  ]);
  const parts: Node[] = [make('h2', `verdict ${tone}`, t(report.verdict))];
  if (report.exit !== 0) parts.push(make('p', 'lead', say(report.text)));
  parts.push(about);
  if (report.logKey !== '') parts.push(keyFacts(report.logKey, keyGiven));
  fill(find('answer'), ...parts, list, again());
}

function beijing(at: string): string {
  const moment = new Date(`${at.slice(0, 19)}Z`);
  return `${new Date(moment.getTime() + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')} (UTC+8)`;
}

function showDoorstep(door: Doorstep, keyGiven: boolean): void {
  const { row } = door;
  const notes: Node[] = [];
  headline('doorTitle');
  if (door.substituted) notes.push(make('p', 'note', t('substituted')));
  if (door.replaced) notes.push(make('p', 'note', t('replaced')));
  fill(
    find('answer'),
    make('h2', 'verdict good', t('doorYes')),
    make('p', 'lead', t('doorLead')),
    facts([
      [t('object'), code(row.id)],
      [t('officers'), make('strong', 'officers', door.officers.join('　'))],
      [t('sealedAt'), beijing(door.sealedAt)],
      [t('drawId'), code(door.drawId)],
      [t('stratum'), `${[row.stratum, row.district].filter((one) => one !== '').join(' · ')} · ${row.rank}`],
      [t('ticket'), code(row.ticket)],
    ]),
    make('p', 'hint', t('doorCheck')),
    ...notes,
    keyFacts(door.logKey, keyGiven),
    again(),
  );
}

function showRefusal(text: string, verdict: TextName = 'refused'): void {
  fill(find('answer'), make('h2', 'verdict bad', t(verdict)), make('p', 'lead', text), again());
}

// ---- what is to be checked ----

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

function request(bytes: Uint8Array<ArrayBuffer>): Request | undefined {
  const key = logKey();
  const own = key === undefined ? {} : { logKey: key };
  if (bytes[0] === 0x7b) return { kind: 'doorstep', bytes, ...own };
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? { kind: 'zip', bytes, now: Date.now() * 1000, ...own } : undefined;
}

function runBytes(bytes: Uint8Array<ArrayBuffer>): void {
  const one = request(bytes);
  if (one) run(one);
  else show(() => showRefusal(t('badFile'), 'notChecked'));
}

/** Files of a folder, named from inside it. */
async function runFolder(list: { path: string; file: File }[]): Promise<void> {
  status(t('reading'));
  const top = list[0]?.path.split('/')[0] ?? '';
  const inside = list.every((one) => one.path.startsWith(`${top}/`));
  const files = await Promise.all(
    list.map(async ({ path, file }): Promise<[string, Uint8Array]> => {
      return [inside ? path.slice(top.length + 1) : path, await bytesOf(file)];
    }),
  );
  const key = logKey();
  run({ kind: 'files', files, now: Date.now() * 1000, ...(key === undefined ? {} : { logKey: key }) });
}

function chosen(list: FileList | null): void {
  const files = [...(list ?? [])];
  const first = files[0];
  if (!first) return;
  const folder = first.webkitRelativePath !== '';
  if (folder) void runFolder(files.map((file) => ({ path: file.webkitRelativePath, file })));
  else void bytesOf(first).then(runBytes);
}

async function walk(entry: FileSystemEntry, found: { path: string; file: File }[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((good, bad) => (entry as FileSystemFileEntry).file(good, bad));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((good, bad) => reader.readEntries(good, bad));
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
}

function dropped(event: DragEvent): void {
  event.preventDefault();
  find('drop').classList.remove('over');
  const entry = event.dataTransfer?.items[0]?.webkitGetAsEntry();
  if (!entry?.isDirectory) {
    chosen(event.dataTransfer?.files ?? null);
    return;
  }
  const found: { path: string; file: File }[] = [];
  void walk(entry, found).then(() => runFolder(found));
}

async function fetched(address: string): Promise<void> {
  find('input').hidden = true;
  find('working').hidden = false;
  status(t('fetching'));
  try {
    const answer = await fetch(address, { credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    runBytes(new Uint8Array(await answer.arrayBuffer()));
  } catch (error) {
    find('working').hidden = true;
    show(() => showRefusal(`${t('noSuch')}${address} (${error instanceof Error ? error.message : ''})`, 'notChecked'));
  }
}

/** The digest of this very file, where it came from a server. */
async function showOwnDigest(): Promise<void> {
  if (!location.protocol.startsWith('http')) return;
  const answer = await fetch(location.pathname, { credentials: 'omit' });
  const digest = hashHex(new Uint8Array(await answer.arrayBuffer()));
  find('own').hidden = false;
  find('own-digest').textContent = digest;
}

function start(): void {
  shown = () => undefined;
  headline('title');
  fill(find('answer'));
  find('working').hidden = true;
  find('input').hidden = false;
  const token = /^#p=([A-Za-z0-9_-]{1,200})$/.exec(location.hash)?.[1];
  const draw = new URLSearchParams(location.search).get('draw');
  if (token !== undefined) void fetched(`/api/public/doorstep/${token}`);
  else if (draw !== null && /^[a-z0-9-]{1,80}$/.test(draw)) void fetched(`/d/${draw}/bundle.zip`);
}

function startPage(): void {
  language = startLanguage();
  find('language').addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh';
    translate();
  });
  for (const id of ['file', 'folder']) {
    const input = find<HTMLInputElement>(id);
    input.addEventListener('change', () => {
      chosen(input.files);
      input.value = '';
    });
  }
  const drop = find('drop');
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', dropped);
  window.addEventListener('hashchange', start);
  translate();
  start();
  showOwnDigest().catch(() => undefined);
}

// The same script runs in the page and, from a Blob of its own text, in the worker.
if (typeof document === 'undefined') listen();
else startPage();
