// A box that only the holder of an X25519 key can open: libsodium's crypto_box_seal, byte for byte, without WebAssembly.
//   box = e_pub ‖ XSalsa20-Poly1305(key = HSalsa20(X25519(e_secret, key)), nonce = BLAKE2b-192(e_pub ‖ key), message)
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/// "expand 32-byte k" as the four words that HSalsa20 takes.
const sigma = words(utf8ToBytes('expand 32-byte k'));

function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}

function bytesOf(numbers: Uint32Array): Uint8Array {
  const out = new Uint8Array(4 * numbers.length);
  const view = new DataView(out.buffer);
  numbers.forEach((number, index) => view.setUint32(4 * index, number, true));
  return out;
}

/// crypto_box's key of two parties.
function sharedKey(secret: Uint8Array, key: Uint8Array): Uint8Array {
  const out = new Uint32Array(8);
  hsalsa(sigma, words(x25519.getSharedSecret(secret, key)), new Uint32Array(4), out);
  return bytesOf(out);
}

/// `key`: 64 hex digits. `ephemeral`: 32 fresh random bytes. Throws when `key` is no usable point.
export function sealBox(message: Uint8Array, key: string, ephemeral: Uint8Array): string {
  const recipient = hexToBytes(key);
  const sender = x25519.getPublicKey(ephemeral);
  const nonce = blake2b(concatBytes(sender, recipient), { dkLen: 24 });
  return bytesToHex(concatBytes(sender, xsalsa20poly1305(sharedKey(ephemeral, recipient), nonce).encrypt(message)));
}
