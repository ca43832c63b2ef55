// The second line of a head: SM2 with SM3 (GB/T 32918.2) and the default user id, as written in log-v1 §3.1. Apart from
// note.ts, so that verify.html, which reads Ed25519 alone, does not carry it.
import { sm2 } from 'sm-crypto-v2';

import { encode, fromBase64, joinBytes, sameBytes, toHex } from '../core/bytes';
import { sha256 } from '../core/hash';
import { isKeyName, type Verifier } from '../core/note';
import { refuse } from '../core/refusal';

const type = joinBytes(Uint8Array.of(0xff), encode('sunlot/sm2-sm3/v1'));
const userId = '1234567812345678';

export function sm2Holds(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 65 || key[0] !== 4 || signature.length !== 64) return false;
  const hex = toHex(signature);
  if (/^0{64}/.test(hex) || /0{64}$/.test(hex)) return false; // r and s are at least 1
  try {
    return sm2.doVerifySignature(message, hex, toHex(key), { hash: true, userId });
  } catch {
    return false; // not a point of the curve, or a number beyond its order
  }
}

export function parseSm2Verifier(text: string, file: string): Verifier {
  const [name = '', hex = '', ...rest] = text.split('+'); // base64 may contain "+" too
  const data = fromBase64(rest.join('+'));
  const key = data?.slice(type.length);
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(hex) || data === undefined || !sameBytes(data.subarray(0, type.length), type) || key?.length !== 65 || key[0] !== 4) {
    return refuse(file, 0, 'SM2 公钥的写法不对', 'not an SM2 verifier key');
  }
  const id = sha256(joinBytes(encode(name), Uint8Array.of(10), data)).slice(0, 4);
  if (toHex(id) !== hex) return refuse(file, 0, 'SM2 公钥的写法不对', 'not an SM2 verifier key');
  return { name, type: 255, id, key, text, holds: (message, signature) => sm2Holds(key, message, signature) };
}
