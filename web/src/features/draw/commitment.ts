// The draw protocol's small formulas, computed in this browser so that a secret leaves it only when it is revealed.
// Source: the draw protocol, version 1, §2 and §3; known answers in vectors/.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/// 32 bytes from the browser's own generator, as 64 hex digits.
export function newSecret(random: (bytes: Uint8Array) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  return bytesToHex(random(new Uint8Array(32)));
}

export function isValue(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/// A typed contribution (throws of dice, balls of a machine) as the value it stands for.
export function typedValue(text: string): string {
  return digest(`sunlot/typed/v1|${text}`);
}

/// What a party publishes before the frame is sealed.
export function commitmentOf(drawId: string, party: string, value: string): string {
  return digest(`sunlot/commit/v1|${drawId}|${party}|${value}`);
}

/// The digest of seed.txt is the seed.
export function seedOf(seedText: string): string {
  return digest(seedText);
}

export function derive(seed: string, purpose: string): string {
  return digest(`sunlot/derive/v1\n${seed}\n${purpose}\n`);
}

/// The ticket of an object, by which it is ranked: `selector` is derive(seed, "select").
export function ticketOf(selector: string, id: string): string {
  return digest(selector + id);
}

/// The first 64-hex word of a saved slip or of whatever was pasted, or null.
export function findValue(text: string): string | null {
  const words = text.toLowerCase().match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g);
  return words?.[0] ?? null;
}
