// The verifier in a thread of its own, so that the page stays alive.
import { answer } from './answer';
import type { Answer, Request } from './messages';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage: (answer: Answer) => void;
}

export function listen(): void {
  const scope = self as unknown as WorkerScope;
  scope.onmessage = (event) => {
    void answer(event.data, (one) => scope.postMessage(one));
  };
}
