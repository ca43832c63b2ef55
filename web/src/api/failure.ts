// Every way a request can fail becomes one kind of error, with a sentence in both languages.

export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly english: string;
  readonly field: string;

  constructor(status: number, code: string, message: string, english: string, field = '') {
    super(message);
    this.status = status;
    this.code = code;
    this.english = english;
    this.field = field;
  }

  text(language: string): string {
    return language.startsWith('en') && this.english !== '' ? this.english : this.message;
  }
}

interface WireError {
  error?: { code?: unknown; message?: unknown; message_en?: unknown; field?: unknown };
}

const known: Record<number, [string, string]> = {
  401: ['请先登录。', 'Please sign in first.'],
  403: ['您的账号没有办理这件事的权限。', 'Your account is not permitted to do this.'],
  404: ['没有找到。', 'Not found.'],
  413: ['文件太大。', 'The file is too large.'],
  429: ['操作过于频繁，请稍候再试。', 'Too many attempts; please wait a little.'],
  503: ['服务暂时不可用，请稍后再试。', 'The service is unavailable for the moment; please try again.'],
};

/// What the server said; when it said nothing we understand (a proxy's page, an empty body), what the status means.
export function failureFrom(status: number, body: string): Failure {
  const error = parse(body)?.error;
  const words = known[status] ?? [`服务器出错（${status}），请稍后再试。`, `The server failed (${status}); please try again.`];
  if (!error || typeof error.message !== 'string') return new Failure(status, `http.${status}`, words[0], words[1]);
  return new Failure(
    status,
    typeof error.code === 'string' ? error.code : `http.${status}`,
    error.message,
    typeof error.message_en === 'string' ? error.message_en : '',
    typeof error.field === 'string' ? error.field : '',
  );
}

export function unreachable(): Failure {
  return new Failure(0, 'network', '连接不上服务器，请检查网络后再试。', 'The server cannot be reached; check the network and try again.');
}

/// For `catch`: a Failure's own words, or what little an unexpected error says.
export function failureText(error: unknown, language: string): string {
  if (error instanceof Failure) return error.text(language);
  return error instanceof Error ? error.message : String(error);
}

function parse(body: string): WireError | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as WireError) : null;
  } catch {
    return null;
  }
}
