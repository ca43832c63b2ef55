// A QR code as one SVG path, drawn in the browser: what it says goes nowhere else.
import { encode } from 'uqr';

export interface QrShape {
  /// Modules on each side, the quiet zone of four included.
  size: number;
  path: string;
}

export function qrShape(text: string): QrShape {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return { size, path };
}
