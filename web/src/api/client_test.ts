import { afterEach, describe, expect, test, vi } from 'vitest';
import { get, post, setCsrf, whenSignedOut, withQuery } from '@/api/client';
import { Failure, failureFrom, failureText } from '@/api/failure';

function answer(status: number, body: string) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (!(error instanceof Failure)) throw new Error('expected a Failure');
  return error;
}
afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf('');
  whenSignedOut(() => undefined);
});

describe('a refusal', () => {
  test('carries the server’s code, field and both sentences', () => {
    const failure = failureFrom(409, '{"error":{"code":"draw.order","message":"现在不能封存","message_en":"cannot seal now","field":"x"}}');
    expect([failure.status, failure.code, failure.field]).toEqual([409, 'draw.order', 'x']);
    expect([failure.text('zh'), failure.text('en')]).toEqual(['现在不能封存', 'cannot seal now']);
  });
  test('without an English sentence is shown in Chinese', () => {
    expect(failureFrom(400, '{"error":{"code":"c","message":"不行"}}').text('en')).toBe('不行');
  });
  test.each(['', '<html>502</html>', 'null', '[]', '{"error":{}}', '{"error":{"message":7}}'])('that says nothing we understand ("%s") is put into words by its status', (body) => {
    expect(failureFrom(403, body).code).toBe('http.403');
    expect(failureFrom(502, body).text('zh')).toContain('502');
  });
  test('of any other kind still reads as a sentence', () => {
    expect(failureText(new TypeError('boom'), 'zh')).toBe('boom');
    expect(failureText('odd', 'zh')).toBe('odd');
  });
});

describe('a request', () => {
  test('that changes something carries the CSRF token; one that reads does not', async () => {
    setCsrf('token-1');
    const fetched = answer(200, '{}');
    await get('/api/x');
    await post('/api/x', { a: 1 });
    const headers = fetched.mock.calls.map((call) => (call[1] as { headers: Record<string, string> }).headers);
    expect(headers[0]).not.toHaveProperty('X-CSRF-Token');
    expect(headers[1]).toMatchObject({ 'X-CSRF-Token': 'token-1', 'Content-Type': 'application/json' });
  });
  test('answered 401 ends the session we had, but not a sign-in that failed', async () => {
    const ended = vi.fn();
    whenSignedOut(ended);
    answer(401, '{"error":{"code":"login.wrong","message":"登录名或密码不对"}}');
    expect((await failureOf(post('/api/login', {}))).code).toBe('login.wrong');
    expect(ended).not.toHaveBeenCalled();
    setCsrf('token-1');
    await failureOf(get('/api/objects'));
    expect(ended).toHaveBeenCalledOnce();
  });
  test('that reaches nobody says so', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
    expect((await failureOf(get('/api/x'))).code).toBe('network');
  });
  test('leaves empty filters out of the address', () => {
    expect(withQuery('/api/objects', { q: '临河', grade: '', after: undefined, limit: 50 })).toBe(`/api/objects?q=${encodeURIComponent('临河')}&limit=50`);
    expect(withQuery('/api/objects', {})).toBe('/api/objects');
  });
});
