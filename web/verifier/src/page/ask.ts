// Asks the verifier: in a worker, or right here where there is none.
import { answer } from '../answer';
import type { Answer, Request } from '../messages';

/** The text of the script that is running: the worker is made of it too, so that the file holds the verifier once. */
const ownScript = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '');

function makeWorker(): Worker | undefined {
  try {
    return new Worker(URL.createObjectURL(new Blob([ownScript], { type: 'text/javascript' })));
  } catch {
    return undefined;
  }
}

export function ask(request: Request, heard: (answer: Answer) => void): void {
  const here = (): void => void answer(request, heard);
  const worker = makeWorker();
  if (!worker) {
    here();
    return;
  }
  let spoken = false;
  worker.onmessage = (event: MessageEvent<Answer>) => {
    spoken = true;
    heard(event.data);
    if (event.data.kind !== 'progress') worker.terminate();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    if (spoken) heard({ kind: 'fault', message: event.message });
    else here();
  };
  worker.postMessage(request);
}
