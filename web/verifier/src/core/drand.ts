// Rounds of drand's unchained networks, whose public keys are known here: quicknet signs SHA-256(round) on G1 of
// BLS12-381 ("bls-unchained-g1-rfc9380"). A chained network also signs the round before, which a bundle does not carry, so
// there only the hash can be checked.
import { bls12_381 } from '@noble/curves/bls12-381.js';

import { fromHex, toHex } from './bytes';
import { sha256 } from './hash';

const domain = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const keys: Record<string, string> = {
  '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971':
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451' +
    '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
};

export function isKnownChain(chain: string): boolean {
  return Object.hasOwn(keys, chain);
}

/** A pairing takes 30 ms: each round is checked once. */
const known = new Map<string, boolean>();

/** Is this the signature of the round by the network's public key? `chain` must be known. */
export function roundHolds(chain: string, round: number, signature: Uint8Array): boolean {
  const name = `${chain}/${round}/${toHex(signature)}`;
  const holds = known.get(name) ?? checkRound(chain, round, signature);
  if (known.size > 1024) known.clear();
  known.set(name, holds);
  return holds;
}

function checkRound(chain: string, round: number, signature: Uint8Array): boolean {
  const key = keys[chain];
  if (key === undefined || signature.length !== 48) return false;
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(round));
  const { shortSignatures } = bls12_381;
  try {
    return shortSignatures.verify(signature, shortSignatures.hash(sha256(number), domain), fromHex(key));
  } catch {
    return false; // not a point of the curve's right subgroup
  }
}
