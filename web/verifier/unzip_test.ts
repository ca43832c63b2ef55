// Archives are opened with care: what a malicious one could do is refused.
import { deflateRawSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { decode, encode } from './src/core/bytes';
import { Refusal } from './src/core/refusal';
import { isSafeName, unzip } from './src/core/unzip';

interface Member {
  name: string;
  text: string;
  deflate?: boolean;
  mode?: number;
  size?: number;
  crc?: number;
}

function zip(members: Member[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(encode(member.name));
    const plain = Buffer.from(encode(member.text));
    const data = member.deflate ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(member.deflate ? 8 : 0, 4);
    common.writeUInt32LE(member.crc ?? crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(member.size ?? plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004'), common, name, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, rest, name);
    offset += 30 + name.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end]));
}

describe('an archive', () => {
  it('gives its files, stored or deflated', async () => {
    const files = await unzip(zip([{ name: 'plan.json', text: '{}' }, { name: 'log/0.json', text: 'x'.repeat(5000), deflate: true }]));
    expect([...files.keys()]).toEqual(['plan.json', 'log/0.json']);
    expect(decode(files.get('log/0.json') ?? new Uint8Array())).toBe('x'.repeat(5000));
  });

  it.each(['/etc/passwd', '../x', 'a/../x', 'a\\x', 'C:/x', 'a//x', './x', '', 'a\u0000'])('is refused with the name %j', async (name) => {
    expect(isSafeName(name)).toBe(false);
    await expect(unzip(zip([{ name, text: 'x' }]))).rejects.toBeInstanceOf(Refusal);
  });

  it('is refused with a name twice, a link, a bomb, a wrong checksum, or cut short', async () => {
    const good = zip([{ name: 'a', text: 'hello', deflate: true }]);
    const bad = [
      zip([{ name: 'a', text: '1' }, { name: 'a', text: '2' }]),
      zip([{ name: 'a', text: '/etc/passwd', mode: 0o120777 }]),
      zip([{ name: 'a', text: 'x'.repeat(1_000_000), deflate: true, size: 10 }]),
      zip([{ name: 'a', text: 'x', size: 2 ** 32 - 2 }]),
      zip([{ name: 'a', text: 'hello', crc: 1 }]),
      good.slice(0, good.length - 3),
      good.slice(5),
      new Uint8Array(0),
    ];
    for (const bytes of bad) await expect(unzip(bytes)).rejects.toBeInstanceOf(Refusal);
    expect((await unzip(good)).size).toBe(1);
  });
});
