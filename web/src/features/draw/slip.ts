// The slip a party keeps until the reveal: on paper or as a file, with a line by which anyone can check it.
import { addQr, addText, printSheet } from '@/ui/print';

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

/// Prints nothing but the slip; `scannable` is put beside it as a QR code.
export function printSlip(text: string, scannable: string | null = null): void {
  printSheet((page) => {
    addText(page, page.body, text, '');
    if (scannable !== null) addQr(page, page.body, scannable, '5cm');
  });
}
