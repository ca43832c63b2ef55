// What the item pages compute: what waits for whom, and the form's content in and out.
import type { ItemContent, ItemRow, ItemVersion } from '@/api/types';

export const methodsOffered = ['现场检查', '书面审查', '网络监测', '检验检测', '行政部门检查结果或者专业意见', '审计、验资、评估等第三方验证'] as const;
export const objectKinds = ['enterprise', 'individual', 'cooperative', 'institution', 'organ', 'social', 'private_nonenterprise', 'site', 'other'] as const;
/// The national result codes, and what commonly follows.
export const results: readonly { code: string; title: string; disposal: string }[] = [
  { code: '01', title: '未发现问题', disposal: '无需后续处置' },
  { code: '02', title: '未按规定公示应当公示的信息', disposal: '责令改正' },
  { code: '03', title: '公示信息隐瞒真实情况弄虚作假', disposal: '案件线索移送' },
  { code: '04', title: '通过登记的住所(经营场所)无法联系', disposal: '抄告市场监管部门' },
  { code: '05', title: '发现问题已责令改正', disposal: '限期改正并回访' },
  { code: '06', title: '不配合检查情节严重', disposal: '立案' },
  { code: '07', title: '未发现开展本次抽查涉及的经营活动', disposal: '建议移出名录' },
  { code: '08', title: '发现问题待后续处理', disposal: '立案' },
  { code: '91', title: '注销', disposal: '移出名录，按规则递补' },
  { code: '92', title: '吊销', disposal: '移出名录，按规则递补' },
  { code: '93', title: '迁出', disposal: '移出名录，按规则递补' },
  { code: '94', title: '停业清算', disposal: '更新主体状态，按规则递补' },
  { code: '95', title: '已被本年度其他检查覆盖', disposal: '合并登记，不重复检查' },
];

export interface VersionRef {
  code: string;
  version: number;
  draft?: number;
}

/// The version being worked on: beside the one in force, or the item's only one.
export function pendingOf(row: ItemRow): { code: string; name: string; version: number; draft: number | null; state: ItemVersion['state']; adjustment: ItemVersion['adjustment']; verdict: ItemVersion['verdict'] } | null {
  const own = row.standing === 'drafted' ? row : null;
  const one = row.pending ?? own;
  if (one === null) return null;
  return { code: row.code, name: row.name, version: one.version, draft: one.draft, state: one.state, adjustment: one.adjustment, verdict: one.verdict };
}
export type Pending = NonNullable<ReturnType<typeof pendingOf>>;

export function waiting(rows: readonly ItemRow[], state: ItemVersion['state']): Pending[] {
  return rows.map(pendingOf).filter((one): one is Pending => one?.state === state);
}

/// `draft` goes along so that nobody decides on something else than what was shown.
export function refs(items: readonly { code: string; version: number; draft: number | null }[]): VersionRef[] {
  return items.map(({ code, version, draft }) => (draft === null ? { code, version } : { code, version, draft }));
}

export function emptyItem(subject: string): ItemContent {
  return {
    code: '', category: '', name: '', kind: '一般', sub_items: [], basis: [{ law: '', article: '', text: '' }], power: '', subject, level: '县级', department: '', object_kinds: [], objects: '', content: '', methods: ['现场检查'],
    ratio: '', frequency: '', cap: 1, standard: '', special_plan: '无', qualified: false, qualification_tags: [], materials: [], checkpoints: [], outcomes: results.slice(0, 8).map(({ code, disposal }) => ({ code, note: '', disposal })), note: '',
  };
}

/// A copy of the content alone, to be edited.
export function contentOf(version: ItemContent): ItemContent {
  const { code, category, name, kind, sub_items, basis, power, subject, level, department, object_kinds, objects, content, methods, ratio, frequency, cap, standard, special_plan, qualified, qualification_tags, materials, checkpoints, outcomes, note } = version;
  return JSON.parse(JSON.stringify({ code, category, name, kind, sub_items, basis, power, subject, level, department, object_kinds, objects, content, methods, ratio, frequency, cap, standard, special_plan, qualified, qualification_tags, materials, checkpoints, outcomes, note })) as ItemContent;
}

function filled<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.filter((row) => Object.values(row).some((value) => String(value).trim() !== ''));
}

/// What the form sends: rows nobody filled in are left out.
export function itemInput(form: ItemContent): ItemContent {
  const code = form.code.trim().toUpperCase();
  return {
    ...contentOf(form),
    code,
    category: code.slice(0, 1),
    sub_items: filled(form.sub_items),
    basis: filled(form.basis),
    materials: filled(form.materials),
    checkpoints: filled(form.checkpoints),
    outcomes: form.outcomes.filter((row) => row.disposal.trim() !== ''),
    qualification_tags: form.qualified ? form.qualification_tags : [],
  };
}

/// Whether the words of the frequency name another number of times than the cap.
export function frequencyContradicts(frequency: string, cap: number): boolean {
  const times = /(\d+)\s*次/.exec(frequency);
  return times !== null && cap > 0 && Number(times[1]) !== cap;
}

/// The list narrowed to a standing and to what contains the words.
export function shown(rows: readonly ItemRow[], which: '' | 'in_force' | 'work' | 'cancelled', words: string): ItemRow[] {
  const q = words.trim();
  return rows.filter((row) => {
    if (which === 'in_force' && row.standing !== 'in_force') return false;
    if (which === 'cancelled' && row.standing !== 'cancelled') return false;
    if (which === 'work' && pendingOf(row) === null && row.coming === null) return false;
    return q === '' || [row.code, row.name, row.objects, ...row.basis.map((basis) => basis.law)].some((text) => text.includes(q));
  });
}
