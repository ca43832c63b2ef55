// Reads the members of a JSON object that must have exactly the shape it is asked for.
import { encode } from './bytes';
import type { Json, JsonObject } from './json';
import { refuse } from './refusal';

const largest = 1_000_000_000;

export function isLabel(text: string): boolean {
  return encode(text).length <= 64 && isPlain(text);
}

/** No control character, no blank at either end. */
export function isPlain(text: string): boolean {
  return !/\p{Cc}/u.test(text) && !text.startsWith(' ') && !text.endsWith(' ');
}

export function isTag(text: string): boolean {
  return text !== '' && isLabel(text) && !text.includes(',');
}

export class Members {
  private readonly map: JsonObject;

  /** Refuses when `value` is no object, lacks a required member, or has one that is in neither list. */
  constructor(
    value: Json | undefined,
    readonly file: string,
    required: string[],
    optional: string[] = [],
  ) {
    if (!(value instanceof Map)) refuse(file, 0, '应为 JSON 对象', 'an object was expected');
    this.map = value;
    for (const name of required) {
      if (!value.has(name)) refuse(file, 0, `缺少 ${name}`, `lacks ${name}`);
    }
    for (const name of value.keys()) {
      if (!required.includes(name) && !optional.includes(name)) {
        refuse(file, 0, `多出 ${name}`, `has a member ${name} that does not belong there`);
      }
    }
  }

  wrong(name: string): never {
    refuse(this.file, 0, `${name} 的写法不对`, `${name} is not in its form`);
  }
  has(name: string): boolean {
    return this.map.has(name);
  }
  json(name: string): Json {
    return this.map.get(name) ?? null;
  }
  text(name: string, test: RegExp | ((text: string) => boolean) = () => true): string {
    const value = this.map.get(name);
    if (typeof value !== 'string') this.wrong(name);
    if (!(test instanceof RegExp ? test.test(value) : test(value))) this.wrong(name);
    return value;
  }
  hex(name: string, digits = 64): string {
    return this.text(name, (text) => text.length === digits && /^[0-9a-f]+$/.test(text));
  }
  optionalHex(name: string): string | undefined {
    return this.has(name) ? this.hex(name) : undefined;
  }
  number(name: string, least = 0, most = largest): number {
    const value = this.map.get(name);
    if (typeof value !== 'number' || value < least || value > most) this.wrong(name);
    return value;
  }
  flag(name: string): boolean {
    const value = this.map.get(name);
    if (typeof value !== 'boolean') this.wrong(name);
    return value;
  }
  list(name: string): Json[] {
    const value = this.map.get(name);
    if (!Array.isArray(value)) this.wrong(name);
    return value;
  }
  texts(name: string, test: RegExp | ((text: string) => boolean) = () => true): string[] {
    return this.list(name).map((item) => {
      if (typeof item !== 'string' || !(test instanceof RegExp ? test.test(item) : test(item))) this.wrong(name);
      return item;
    });
  }
}

/** Strictly ascending by bytes: sorted and unique. */
export function ascending(items: string[], compare: (a: string, b: string) => number): boolean {
  return items.every((item, index) => index === 0 || compare(items[index - 1] ?? '', item) < 0);
}
