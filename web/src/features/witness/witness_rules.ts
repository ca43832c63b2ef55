// How a witness stands, as the page shows it.
import type { WitnessRow } from '@/api/types';

export function toneOf(row: WitnessRow): 'plain' | 'good' | 'warn' | 'bad' {
  if (row.state === 'signed') return 'good';
  if (row.state === 'ahead' || row.state === 'fork') return 'bad';
  return row.state === 'none' ? 'plain' : 'warn';
}

/// What an empty form begins with.
export const template = `# 单位名称
witness 名称 公钥 https://…
group two 2 名称一 名称二
quorum two
`;
