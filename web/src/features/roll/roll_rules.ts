// What the pages of the directory work out themselves: groups of fields, what an edit changes, the grid as a tree.
import type { ObjectField } from '@/api/types';
import type { ColumnType, FieldChange, GridNode, ObjectColumn } from '@/features/roll/roll_types';

export const groups = ['identity', 'place', 'supervision', 'people', 'labour', 'licence', 'site'] as const;
/// Fields that are changed elsewhere than in the form, or not at all.
const fixed = ['kind', 'credit_code', 'status', 'libraries', 'tags'];
export const longTerm = '9999-09-09';

export interface Shown {
  column: ObjectColumn;
  field: ObjectField;
}
export interface Group {
  name: string;
  shown: Shown[];
}

/// The fields by group; those of building sites only where the object is one, or says something there.
export function grouped(columns: ObjectColumn[], fields: ObjectField[], isSite: boolean): Group[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return groups
    .map((name) => ({
      name,
      shown: columns.filter((column) => column.group === name).flatMap((column) => {
        const field = byName.get(column.name);
        return field ? [{ column, field }] : [];
      }),
    }))
    .filter((group) => group.name !== 'site' || isSite || group.shown.some((one) => one.field.value !== ''));
}

export function editable(columns: ObjectColumn[], group: string): ObjectColumn[] {
  return columns.filter((column) => column.group === group && !fixed.includes(column.name));
}

/// Where most of the filled fields are from.
export function commonOrigin(fields: ObjectField[]): ObjectField | null {
  const counts = new Map<string, { field: ObjectField; n: number }>();
  for (const field of fields.filter((one) => one.value !== '')) {
    const key = `${field.entry} ${field.verified_at}`;
    counts.set(key, { field, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.field ?? null;
}

/// "labour_phone" reads well enough as "labour phone".
export function columnTitle(column: ObjectColumn, language: string): string {
  return language === 'zh' ? column.title : column.name.replaceAll('_', ' ');
}

/// A value as people read it.
export function shownValue(value: string, type: ColumnType): string {
  if (type === 'until' && value === longTerm) return '长期';
  return type === 'list' ? value.split(',').join('、') : value;
}

/// What the form starts with: personal fields empty, since nobody sees them here.
export function startValues(columns: ObjectColumn[], fields: ObjectField[]): Record<string, string> {
  const byName = new Map(fields.map((field) => [field.name, field.value]));
  return Object.fromEntries(columns.map((column) => [column.name, column.private ? '' : shownValue(byName.get(column.name) ?? '', column.type)]));
}

/// Only what was changed; a personal field left empty stays as it is.
export function changedFields(columns: ObjectColumn[], before: Record<string, string>, now: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const column of columns) {
    const value = (now[column.name] ?? '').trim();
    if (value === (before[column.name] ?? '')) continue;
    out[column.name] = value;
  }
  return out;
}

export interface ChangeGroup {
  entry: number;
  at: string;
  actor: string;
  source: string;
  rows: FieldChange[];
}
/// Changes of one entry together.
export function byEntry(changes: FieldChange[]): ChangeGroup[] {
  const out: ChangeGroup[] = [];
  for (const change of changes) {
    const last = out[out.length - 1];
    if (last?.entry === change.entry) last.rows.push(change);
    else out.push({ entry: change.entry, at: change.at, actor: change.actor_name, source: change.source, rows: [change] });
  }
  return out;
}

export interface PlacedNode {
  node: GridNode;
  depth: number;
  below: number;
}
/// The tree as a list from top to bottom, without what is below closed nodes. Nodes whose parent is missing stand at the top.
export function placed(nodes: GridNode[], closed: ReadonlySet<string>): PlacedNode[] {
  const codes = new Set(nodes.map((node) => node.code));
  const children = new Map<string, GridNode[]>();
  for (const node of nodes) {
    const parent = codes.has(node.parent) ? node.parent : '';
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const out: PlacedNode[] = [];
  const walk = (parent: string, depth: number): void => {
    for (const node of children.get(parent) ?? []) {
      out.push({ node, depth, below: children.get(node.code)?.length ?? 0 });
      if (!closed.has(node.code)) walk(node.code, depth + 1);
    }
  };
  walk('', 0);
  return out;
}
