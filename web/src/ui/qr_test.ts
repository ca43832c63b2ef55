import { expect, test } from 'vitest';
import { qrShape } from '@/ui/qr';

test('a QR code has its quiet zone and the three marks in its corners', () => {
  const { size, path } = qrShape('https://chou.example.gov.cn/join#lhrs-150802-2026-0007.jiwei.0123456789abcdef');
  expect((size - 8 - 17) % 4).toBe(0); // 17 + 4 × version modules, and four light ones on each side
  for (const [x, y] of [[4, 4], [size - 5, 4], [4, size - 5]]) expect(path).toContain(`M${x} ${y}h1v1h-1z`);
  expect(path).not.toMatch(/M[0-3] /);
});
