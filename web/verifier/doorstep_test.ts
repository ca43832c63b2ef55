// Doorstep proofs: the known ones hold, and nothing in them can be changed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { decode, encode } from './src/core/bytes';
import { checkDoorstep } from './src/core/doorstep';
import { object, parseJson, writeJson, type Json, type JsonObject } from './src/core/json';
import { Refusal } from './src/core/refusal';
import { vectors } from './test_bundles';

const folder = vectors('doorstep');
const proofs = readdirSync(folder).map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));

describe('a doorstep proof', () => {
  it.each(proofs)('$name holds', ({ name, bytes }) => {
    const door = checkDoorstep(bytes);
    expect(door.officers.length).toBeGreaterThan(0);
    expect(door.substituted).toBe(name.startsWith('replacement'));
    expect(door.replaced).toBe(name.startsWith('replaced'));
    expect(checkDoorstep(bytes, door.logKey).row.id).toBe(door.row.id);
  });

  it.each(proofs)('$name is refused when the log is not the one believed', ({ bytes }) => {
    const other = 'ssj.example.gov/log/2026+1a3dcd8b+ARgcVL3xm6v6TYcLJA8b2NOqsJSEB8oIeluXHCJQvYSm';
    expect(() => checkDoorstep(bytes, other)).toThrow(Refusal);
  });

  it.each(proofs)('$name is refused when a byte of it changes', ({ bytes }) => {
    // Another size of the assignment's tree can fit the same path: it says nothing that anybody relies on.
    const free = (decode(bytes) ?? '').search(/"size":\d+\},"re(placed|sult)"/) + '"size":'.length;
    const accepted: number[] = [];
    for (let at = 0; at < bytes.length; at += bytes.length > 4000 ? 7 : 1) {
      if (encode((decode(bytes) ?? '').slice(0, free)).length === at) continue;
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      try {
        checkDoorstep(changed);
        accepted.push(at);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }
    expect(accepted.map((at) => `byte ${at}`)).toEqual([]);
  });

  it('is refused for another line of the same list', () => {
    const drawn = parseJson(proofs.find((one) => one.name === 'drawn.json')?.bytes ?? encode('{}'), 'drawn') as JsonObject;
    const other = parseJson(proofs.find((one) => one.name === 'replaced.json')?.bytes ?? encode('{}'), 'replaced') as JsonObject;
    const mixed: JsonObject = new Map(drawn).set('assignment', other.get('assignment') ?? null);
    const swapped = encode(writeJson(mixed));
    const same = decode(swapped) === decode(encode(writeJson(drawn)));
    if (!same) expect(() => checkDoorstep(swapped)).toThrow(Refusal);
    const without: Json = object({ ...Object.fromEntries(drawn), assignment: undefined });
    expect(() => checkDoorstep(encode(writeJson(without)))).toThrow(Refusal);
  });
});
