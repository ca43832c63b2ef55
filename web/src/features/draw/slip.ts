// The slip a party keeps until the reveal: on paper or as a file, with a line by which anyone can check it.
import { qrShape } from '@/ui/qr';

export interface Slip {
  title: string;
  draw: string;
  party: string;
  organisation: string;
  secret: string | null;
  typed: string | null;
  commitment: string;
  check: string;
}

export function slipText(slip: Slip): string {
  const value = slip.secret ?? `$(printf '%s' ${quoted(`sunlot/typed/v1|${slip.typed ?? ''}`)} | sha256sum | cut -c1-64)`;
  return [
    slip.title,
    '',
    `draw        ${slip.draw}`,
    `party       ${slip.party}  ${slip.organisation}`,
    slip.secret === null ? `typed       ${slip.typed ?? ''}` : `secret      ${slip.secret}`,
    `commitment  ${slip.commitment}`,
    '',
    slip.check,
    `printf '%s' "sunlot/commit/v1|${slip.draw}|${slip.party}|${value}" | sha256sum`,
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function saveSlip(text: string, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/// Prints nothing but the slip, from a frame of its own; `scannable` is put beside it as a QR code.
export function printSlip(text: string, scannable: string | null = null): void {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0; visibility: hidden';
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page) return;
  const sheet = page.createElement('pre');
  sheet.textContent = text;
  sheet.style.cssText = 'font: 14px/1.8 monospace; white-space: pre-wrap; word-break: break-all; margin: 2cm';
  page.body.append(sheet);
  if (scannable !== null) page.body.append(qrImage(page, scannable));
  frame.contentWindow?.print();
  setTimeout(() => frame.remove(), 60_000);
}

function qrImage(page: Document, text: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const { size, path } = qrShape(text);
  const image = page.createElementNS(space, 'svg');
  image.setAttribute('viewBox', `0 0 ${size} ${size}`);
  image.style.cssText = 'width: 5cm; margin-left: 2cm';
  const dots = page.createElementNS(space, 'path');
  dots.setAttribute('d', path);
  image.append(dots);
  return image;
}
