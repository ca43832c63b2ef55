// Public events (draw-v1 §4): their names, their one canonical spelling, and how much chance is in them.
import { fromHex, isHex } from './bytes';
import { hashHex } from './hash';
import { isKnownChain, roundHolds } from './drand';
import type { Text } from './refusal';

export const eventKinds = ['ssq', 'dlt', 'drand', 'nist', 'dice'] as const;
export type EventKind = (typeof eventKinds)[number];

export function isEventKind(text: string): text is EventKind {
  return (eventKinds as readonly string[]).includes(text);
}

const nameForms: Record<EventKind, RegExp> = {
  ssq: /^[0-9]{7}$/,
  dlt: /^([0-9]{7}|[0-9]{5})$/,
  drand: /^[0-9a-f]{64}\/[1-9][0-9]{0,15}$/,
  nist: /^[0-9]{1,16}\/[0-9]{1,16}$/,
  dice: /^[0-9A-Za-z._-]{1,64}$/,
};

export function isEventName(kind: EventKind, name: string): boolean {
  return nameForms[kind].test(name);
}

/** "03,09,12" of numbers 01…most, ascending. */
function isDrawn(text: string, count: number, most: number): boolean {
  const numbers = text.split(',');
  return (
    numbers.length === count &&
    numbers.every((one) => /^[0-9]{2}$/.test(one) && Number(one) >= 1 && Number(one) <= most) &&
    numbers.every((one, index) => index === 0 || (numbers[index - 1] ?? '') < one)
  );
}

function areBalls(content: string, front: [number, number], back: [number, number]): boolean {
  const parts = content.split('+');
  return parts.length === 2 && isDrawn(parts[0] ?? '', ...front) && isDrawn(parts[1] ?? '', ...back);
}

export function isEventContent(kind: EventKind, content: string): boolean {
  switch (kind) {
    case 'ssq':
      return areBalls(content, [6, 33], [1, 16]);
    case 'dlt':
      return areBalls(content, [5, 35], [2, 12]);
    case 'drand':
      return isHex(content, 64);
    case 'nist':
      return isHex(content, 128);
    case 'dice':
      return /^[0-9]{1,256}$/.test(content);
  }
}

/** Thousandths of a bit, so that sums are exact. */
export function millibits(kind: EventKind, content: string): number {
  switch (kind) {
    case 'ssq':
      return 24_078;
    case 'dlt':
      return 24_352;
    case 'drand':
      return 256_000;
    case 'nist':
      return 512_000;
    case 'dice':
      return 2_584 * content.length;
  }
}

/** What is wrong with a drand round's signature; undefined when nothing is, or when the chain's key is not known here. */
export function wrongRound(name: string, content: string, signature: string): Text | undefined {
  if (hashHex(fromHex(signature)) !== content) {
    return { zh: '随机数不是签名的 SHA-256', en: 'the randomness is not the SHA-256 of the signature' };
  }
  const [chain = '', round = ''] = name.split('/');
  if (isKnownChain(chain) && !roundHolds(chain, Number(round), fromHex(signature))) {
    return { zh: 'drand 签名不属于这一轮', en: 'the drand signature is not that of this round' };
  }
  return undefined;
}
