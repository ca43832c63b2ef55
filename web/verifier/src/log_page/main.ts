// The script of the pages /j/<number> and /j/consistency: a button, and line by line what was checked. What the browser has
// verified is remembered, so that a log which shows others another history is found out when they come back.
import { place, Refusal, type Text } from '../core/refusal';
import { checkBetween, checkEntry, checkSeen, type Found, type Log, type Seen } from './check';

const box = document.getElementById('log-check');
if (box !== null) start(box);

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`${address} ${answer.status}`);
  return (await answer.json()) as T;
}

const log: Log = {
  head: () => ask('/api/public/log/head'),
  entry: (seq) => ask(`/api/public/log/entries/${seq}`),
  between: (from, to) => ask(`/api/public/log/consistency?from=${from}&to=${to}`),
};

function remembered(origin: string): Seen | undefined {
  try {
    const seen = JSON.parse(localStorage.getItem(`log ${origin}`) ?? 'null') as Seen | null;
    return seen !== null && Number.isSafeInteger(seen.size) && Array.isArray(seen.keys) ? seen : undefined;
  } catch {
    return undefined;
  }
}

function remember(origin: string, seen: Seen): void {
  try {
    localStorage.setItem(`log ${origin}`, JSON.stringify(seen));
  } catch {
    // private browsing: next time it is the first time again
  }
}

function start(place: HTMLElement): void {
  const zh = place.dataset['lang'] === 'zh';
  const say = (text: Text): string => (zh ? text.zh : text.en);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = say({ zh: '开始核对', en: 'Check now' });
  const bar = document.createElement('progress');
  bar.hidden = true;
  bar.setAttribute('aria-label', say({ zh: '核对进度', en: 'Progress' }));
  const verdict = document.createElement('p');
  verdict.setAttribute('role', 'status');
  const list = document.createElement('ul');
  list.className = 'plain';
  place.append(button, bar, verdict, list);

  const tell = (found: Found): void => {
    const line = document.createElement('li');
    const mark = document.createElement('span');
    mark.className = found.state === 'passed' ? 'good' : found.state === 'failed' ? 'bad' : 'quiet';
    mark.textContent = found.state === 'passed' ? '✓ ' : found.state === 'failed' ? '✗ ' : '! ';
    line.append(mark, say(found.text));
    list.append(line);
  };
  const end = (className: string, text: Text): void => {
    verdict.className = className;
    verdict.textContent = say(text);
    bar.hidden = true;
    button.disabled = false;
  };

  button.addEventListener('click', () => {
    button.disabled = true;
    bar.hidden = false;
    list.textContent = '';
    verdict.className = '';
    verdict.textContent = say({ zh: '正在核对…', en: 'Checking…' });
    check(place, tell).then(
      () => end('good', { zh: '核对通过。', en: 'Verified.' }),
      (error: unknown) => {
        if (error instanceof Refusal) {
          tell({ state: 'failed', text: error.text });
          end('bad', { zh: `核对不通过：${at(error)}${error.text.zh}`, en: `Refused: ${at(error)}${error.text.en}` });
        } else {
          end('bad', { zh: `无法核对：${String(error)}`, en: `Cannot check: ${String(error)}` });
        }
      },
    );
  });
}

function at(refusal: Refusal): string {
  const where = place(refusal);
  return where === '' ? '' : `${where} `;
}

async function check(page: HTMLElement, tell: (found: Found) => void): Promise<void> {
  const wish = page.dataset;
  const today =
    wish['kind'] === 'entry'
      ? await checkEntry(log, { seq: Number(wish['seq']), paper: wish['leaf'] ?? '', shown: document.getElementById('entry-bytes')?.textContent ?? '' }, tell)
      : await checkBetween(log, { from: Number(wish['from']), to: Number(wish['to']), kept: wish['root'] ?? '' }, tell);
  const origin = today.checkpoint.origin;
  remember(origin, await checkSeen(log, remembered(origin), today, tell));
}
