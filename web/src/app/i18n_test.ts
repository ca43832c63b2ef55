import { expect, test, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
const { messagesOf } = await import('@/app/i18n');

function leaves(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value as object, `${path}${key}.`)));
}
const zh = new Map(leaves(messagesOf('zh')));
const en = new Map(leaves(messagesOf('en')));
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('both languages say the same things', () => {
  expect([...en.keys()]).toEqual([...zh.keys()]);
});

test('a sentence has the same blanks in both languages', () => {
  for (const [key, text] of zh) expect([key, holes(en.get(key) ?? '')]).toEqual([key, holes(text)]);
});

test('no sentence contains a character that the message format would interpret', () => {
  for (const text of [...zh.values(), ...en.values()]) expect(text).not.toMatch(/[@|]/);
});

test('the Chinese is Chinese and the English is English', () => {
  const foreign = [...en].filter(([, text]) => /[\u4e00-\u9fff]/.test(text)).map(([key]) => key);
  // What is written in the directories stands there in Chinese, whatever language the page speaks.
  expect(foreign).toEqual(['app.language', 'account.organShortHint', 'organ.nameHint', 'exchange.form.valuesHint', 'roll.dateOrLong']);
});
