// The one way to the server: JSON in, JSON out, the CSRF token on whatever changes something, failures as Failure.
import { failureFrom, unreachable } from '@/api/failure';

type Query = Record<string, string | number | undefined | null>;

let csrf = '';
let onSignedOut: () => void = () => undefined;

/// Called by the session store when it learns or loses the token.
export function setCsrf(token: string): void {
  csrf = token;
}

/// Called once by the session store: what to do when the server no longer knows our session.
export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

export function get<Answer>(path: string, query: Query = {}): Promise<Answer> {
  return send<Answer>('GET', withQuery(path, query), null);
}

export function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  return send<Answer>('POST', path, body);
}

export function put<Answer>(path: string, body: object): Promise<Answer> {
  return send<Answer>('PUT', path, body);
}

/// Asks for a file and hands it to the browser to keep.
export async function save(path: string, body: object, name: string): Promise<void> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (csrf !== '') headers['X-CSRF-Token'] = csrf;
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' });
  } catch {
    throw unreachable();
  }
  if (!response.ok) read(response.status, await response.text());
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/// Leaves out what is empty, so that a cleared filter is no filter.
export function withQuery(path: string, query: Query): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') pairs.set(name, String(value));
  const text = pairs.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send<Answer>(method: string, url: string, body: object | null): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== null) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrf !== '') headers['X-CSRF-Token'] = csrf;
  let response: Response;
  try {
    response = await fetch(url, { method, headers, body: body === null ? null : JSON.stringify(body), credentials: 'same-origin' });
  } catch {
    throw unreachable();
  }
  const text = await response.text();
  return read<Answer>(response.status, text);
}

function read<Answer>(status: number, text: string): Answer {
  if (status >= 200 && status < 300) return (text === '' ? null : JSON.parse(text)) as Answer;
  const failure = failureFrom(status, text);
  if (status === 401 && csrf !== '') onSignedOut();
  throw failure;
}

/// Sends a file as it is. XMLHttpRequest, because fetch does not say how much of the upload is done.
export function upload<Answer>(url: string, file: Blob, progress: (part: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    if (csrf !== '') request.setRequestHeader('X-CSRF-Token', csrf);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      try {
        resolve(read<Answer>(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.send(file);
  });
}
