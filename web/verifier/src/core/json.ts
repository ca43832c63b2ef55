// JSON in the one form that is hashed (RFC 8785 with integers only). The reader accepts exactly the canonical bytes, so
// that there is never a second spelling of a value: no white space, keys ascending and unique, shortest escapes.
import { decode } from './bytes';
import { refuse } from './refusal';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const deepest = 64;
const shortEscapes: Record<string, string> = { '"': '"', '\\': '\\', b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

class Parser {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  whole(): Json {
    const value = this.value(0);
    if (this.at !== this.text.length) this.wrong();
    return value;
  }

  private wrong(): never {
    refuse(this.file, 0, `不是规范 JSON（第 ${this.at + 1} 个字符）`, `is not canonical JSON (character ${this.at + 1})`);
  }

  private take(expected: string): void {
    if (!this.text.startsWith(expected, this.at)) this.wrong();
    this.at += expected.length;
  }

  private value(depth: number): Json {
    if (depth > deepest) this.wrong();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        this.take('true');
        return true;
      case 'f':
        this.take('false');
        return false;
      case 'n':
        this.take('null');
        return null;
      default:
        return this.integer();
    }
  }

  private object(depth: number): JsonObject {
    const members: JsonObject = new Map();
    let before: string | undefined;
    this.take('{');
    if (this.text[this.at] === '}') {
      this.at++;
      return members;
    }
    for (;;) {
      const key = this.string();
      if (before !== undefined && !(before < key)) this.wrong(); // JavaScript compares UTF-16 units, as RFC 8785 asks
      before = key;
      this.take(':');
      members.set(key, this.value(depth + 1));
      if (this.text[this.at] === ',') {
        this.at++;
        continue;
      }
      this.take('}');
      return members;
    }
  }

  private array(depth: number): Json[] {
    const items: Json[] = [];
    this.take('[');
    if (this.text[this.at] === ']') {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.text[this.at] === ',') {
        this.at++;
        continue;
      }
      this.take(']');
      return items;
    }
  }

  private integer(): number {
    const start = this.at;
    if (this.text[this.at] === '-') this.at++;
    const first = this.at;
    while (this.at < this.text.length && this.digit(this.at)) this.at++;
    const digits = this.text.slice(first, this.at);
    const number = Number(this.text.slice(start, this.at));
    if (digits === '' || (digits.length > 1 && digits[0] === '0') || Object.is(number, -0)) this.wrong();
    if (!Number.isSafeInteger(number)) this.wrong();
    return number;
  }

  private digit(at: number): boolean {
    const unit = this.text.charCodeAt(at);
    return unit >= 48 && unit <= 57;
  }

  private string(): string {
    this.take('"');
    let plain = this.at;
    let value = '';
    for (;;) {
      if (this.at >= this.text.length) this.wrong();
      const unit = this.text.charCodeAt(this.at);
      if (unit < 0x20) this.wrong();
      if (unit === 0x22) {
        value += this.text.slice(plain, this.at++);
        return value;
      }
      if (unit === 0x5c) {
        value += this.text.slice(plain, this.at) + this.escape();
        plain = this.at;
      } else {
        this.at++;
      }
    }
  }

  private escape(): string {
    const name = this.text[this.at + 1] ?? '';
    const short = Object.hasOwn(shortEscapes, name) ? shortEscapes[name] : undefined;
    if (short !== undefined) {
      this.at += 2;
      return short;
    }
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (name !== 'u' || !/^00[01][0-9a-f]$/.test(digits)) this.wrong();
    const value = String.fromCharCode(parseInt(digits, 16));
    if ('\b\t\n\f\r'.includes(value)) this.wrong(); // these have a shorter escape
    this.at += 6;
    return value;
  }
}

/** The value of canonical bytes. Refuses anything that is not exactly in that form. */
export function parseJson(bytes: Uint8Array, file: string): Json {
  const text = decode(bytes);
  if (text === undefined) refuse(file, 0, '不是 UTF-8', 'is not UTF-8');
  return new Parser(text, file).whole();
}

/** The canonical text of a value. Keys may stand in any order in the maps. */
export function writeJson(value: Json): string {
  if (typeof value === 'string') return writeString(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value instanceof Map) {
    const members = [...value.keys()].sort().map((key) => `${writeString(key)}:${writeJson(value.get(key) ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return String(value);
}

/** JSON.stringify escapes exactly as RFC 8785 does; it is JSON's own definition. */
function writeString(text: string): string {
  return JSON.stringify(text);
}

/** A map from an object literal, members that are undefined left out. */
export function object(members: Record<string, Json | undefined>): JsonObject {
  const map: JsonObject = new Map();
  for (const [key, value] of Object.entries(members)) if (value !== undefined) map.set(key, value);
  return map;
}
