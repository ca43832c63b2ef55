// Answers one request: what the worker does, and what a page does itself where it has no worker.
import { decode } from './core/bytes';
import type { Files } from './core/bundle';
import { steps } from './core/context';
import { checkDoorstep } from './core/doorstep';
import { place, Refusal } from './core/refusal';
import { unzip } from './core/unzip';
import { stepTitles, verify } from './core/verify';
import type { Answer, Request } from './messages';

const betweenProgress = 40; // ms

function checkFiles(files: Files, request: Request & { kind: 'zip' | 'files' }, send: (answer: Answer) => void): Answer {
  const started = performance.now();
  let last = -betweenProgress;
  const report = verify(files, {
    now: request.now,
    ...(request.logKey === undefined ? {} : { logKey: request.logKey }),
    progress: (step, part) => {
      const now = performance.now();
      if (now - last < betweenProgress) return;
      last = now;
      send({ kind: 'progress', step, title: stepTitles[step], number: steps.indexOf(step) + 1, of: steps.length, part });
    },
  });
  const result = files.get('result.tsv');
  const rows = request.rows && result ? (decode(result) ?? '').split('\n').slice(0, -1) : [];
  const titles = report.lines.map((line) => stepTitles[line.step]);
  return { kind: 'report', report, titles, rows, milliseconds: performance.now() - started };
}

export async function answer(request: Request, send: (answer: Answer) => void): Promise<void> {
  try {
    if (request.kind === 'doorstep') {
      send({ kind: 'doorstep', doorstep: checkDoorstep(request.bytes, request.logKey) });
      return;
    }
    const files = request.kind === 'zip' ? await unzip(request.bytes) : new Map(request.files);
    send(checkFiles(files, request, send));
  } catch (error) {
    if (error instanceof Refusal) {
      const where = place(error) === '' ? '' : `${place(error)}: `;
      send({ kind: 'refused', text: { zh: where + error.text.zh, en: where + error.text.en } });
    } else {
      send({ kind: 'fault', message: error instanceof Error ? error.message : String(error) });
    }
  }
}
