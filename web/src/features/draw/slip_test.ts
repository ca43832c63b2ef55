import { describe, expect, test } from 'vitest';
import { slipText } from '@/features/draw/slip';
import { secretOfSlip } from '@/features/draw/slip_reader';

const base = { title: '随机数保管单', draw: 'lhrs-150802-2026-0001', party: 'jiwei', organisation: '区纪委监委', commitment: 'c'.repeat(64), check: '核对承诺：' };

describe('a slip', () => {
  test('gives the secret back, not the commitment', () => {
    const slip = slipText({ ...base, secret: '5a'.repeat(32), typed: null });
    expect(secretOfSlip(slip)).toEqual({ secret: '5a'.repeat(32), typed: null });
  });
  test('gives typed throws back letter by letter', () => {
    const slip = slipText({ ...base, secret: null, typed: "d20: 4 17 9 20 1 3, '再来'" });
    expect(secretOfSlip(slip)).toEqual({ secret: null, typed: "d20: 4 17 9 20 1 3, '再来'" });
  });
  test('survives Windows line ends', () => {
    const slip = slipText({ ...base, secret: '5a'.repeat(32), typed: null }).replaceAll('\n', '\r\n');
    expect(secretOfSlip(slip).secret).toBe('5a'.repeat(32));
  });
});
