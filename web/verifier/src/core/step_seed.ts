// Steps 4 to 6: the order of events, what the parties contributed, and the public events.
import { decode } from './bytes';
import { fileOf, requireText, type Bundle } from './bundle';
import type { Context, Finding } from './context';
import { isEventContent, millibits, wrongRound } from './events';
import { isKnownChain } from './drand';
import { commitmentOf, hashHex } from './hash';
import type { History } from './history';
import { parseJson } from './json';
import { Members } from './members';
import { readHistory } from './order_after';
import { Preferences } from './preference';
import { refuse } from './refusal';

export function checkOrder(context: Context): Finding {
  const { bundle } = context;
  if (!bundle.withLog) return undefined;
  const history = readHistory(bundle.plan, bundle.entries, context.policy?.quorum !== undefined);
  context.history = history;
  for (const text of history.warnings) context.warn(text);
  const { length } = bundle.entries;
  return { zh: `${length} 步都按规定的先后`, en: `${length} steps, in the order prescribed` };
}

/** What seed.txt is made of. */
interface Parts {
  values: Map<string, string>;
  contents: string[];
  shares: string[];
}

function readShares(bundle: Bundle, history: History | undefined): string[] {
  const { plan, files } = bundle;
  const bytes = files.get('shares.json');
  if (!bytes) return [];
  const members = new Members(parseJson(bytes, 'shares.json'), 'shares.json', ['sealed-1', 'sealed-2']);
  return plan.sealed.map((share) => {
    const value = members.hex(share.id);
    const committed = commitmentOf(plan.drawId, share.id, value) === share.commitment;
    if (!committed || (history && history.shares.get(share.id) !== value)) {
      refuse('shares.json', 0, `${share.id} 与其承诺不符`, `${share.id} is not what was committed to`);
    }
    return value;
  });
}

function partsOfLog(bundle: Bundle, history: History): Parts {
  const values = new Map<string, string>();
  for (const party of bundle.plan.parties) {
    const value = history.contributions.get(party.id)?.value;
    if (value !== undefined) values.set(party.id, value);
  }
  return { values, contents: history.events.map((event) => event.content), shares: readShares(bundle, history) };
}

/** Without a log: what seed.txt itself says, against the commitments of the plan. */
function partsOfFile(bundle: Bundle): Parts {
  const { plan } = bundle;
  const parts: Parts = { values: new Map(), contents: [], shares: readShares(bundle, undefined) };
  for (const [index, line] of (decode(fileOf(bundle.files, 'seed.txt')) ?? '').split('\n').entries()) {
    const party = /^party=([^:]+):([0-9a-f]{64})$/.exec(line);
    const event = /^event=[^:]+:[^:]+:(.*)$/.exec(line);
    if (event) parts.contents.push(event[1] ?? '');
    if (!party) continue;
    const [, id = '', value = ''] = party;
    const known = plan.parties.find((one) => one.id === id);
    if (known?.commitment === undefined || commitmentOf(plan.drawId, id, value) !== known.commitment) {
      refuse('seed.txt', index + 1, `${id} 的数与其承诺不符`, `the value of ${id} is not what was committed to`);
    }
    parts.values.set(id, value);
  }
  if (parts.values.size < plan.minParties) refuse('seed.txt', 0, '参与方太少', 'too few parties');
  return parts;
}

function seedText(bundle: Bundle, parts: Parts): string {
  const { plan } = bundle;
  const lines = ['sunlot/seed/v1', `draw=${plan.drawId}`];
  for (const [id, value] of parts.values) lines.push(`party=${id}:${value}`);
  plan.events.forEach((event, i) => lines.push(`event=${event.kind}:${event.name}:${parts.contents[i] ?? ''}`));
  if (plan.embargo) lines.push(`sealed=${hashHex(parts.shares.join(''))}`);
  return lines.map((line) => `${line}\n`).join('');
}

export function checkContributions(context: Context): Finding {
  const { bundle, history } = context;
  const seedFile = bundle.files.get('seed.txt');
  const parts = history ? partsOfLog(bundle, history) : seedFile ? partsOfFile(bundle) : undefined;
  const dropped = history?.seed?.dropped ?? [];
  if (dropped.length > 0) {
    context.warn({ zh: `未按时揭示、不计入种子：${dropped.join('、')}`, en: `dropped, not revealed in time: ${dropped.join(', ')}` });
  }
  if (!seedFile || !parts) return undefined;
  requireText(seedFile, seedText(bundle, parts), 'seed.txt', '不是由各方揭示的数和公共事件组成的', 'is not made of what was revealed and recorded');
  context.seed = hashHex(seedFile);
  context.preferences = new Preferences(context.seed);
  const names = [...parts.values.keys()];
  return {
    zh: `种子由 ${names.join('、')} 的数组成，与事先的承诺一致`,
    en: `the seed is made of the values of ${names.join(', ')}, each as committed to`,
  };
}

export function checkEvents(context: Context): Finding {
  const { bundle, history } = context;
  const { plan } = bundle;
  const contents = history ? history.events.map((event) => event.content) : partsOfSeed(bundle);
  if (!contents || contents.length < plan.events.length) return undefined;
  let sum = 0;
  plan.events.forEach((event, i) => {
    const content = contents[i] ?? '';
    const recorded = history?.events[i];
    const file = recorded?.entry.file ?? 'seed.txt';
    if (!isEventContent(event.kind, content)) {
      refuse(file, 0, '公共事件的内容不是规定的写法', 'the content of the event is not in its form');
    }
    if (recorded?.signature !== undefined) {
      const wrong = wrongRound(event.name, content, recorded.signature);
      if (wrong) refuse(file, 0, wrong.zh, wrong.en);
    } else if (event.kind === 'drand' && isKnownChain(event.name.slice(0, 64))) {
      context.warn({ zh: `drand 一轮未附签名：${event.name}`, en: `a drand round without its signature: ${event.name}` });
    }
    sum += millibits(event.kind, content);
  });
  const bits = (sum / 1000).toFixed(3);
  if (sum < 40_000) {
    context.warn({ zh: `公共事件只有 ${bits} 比特，不足 40`, en: `the events have ${bits} bits, fewer than 40` });
  }
  return { zh: `${contents.length} 个公共事件，共 ${bits} 比特`, en: `${contents.length} events of ${bits} bits together` };
}

function partsOfSeed(bundle: Bundle): string[] | undefined {
  const bytes = bundle.files.get('seed.txt');
  return bytes && partsOfFile(bundle).contents;
}
