// The slip a party keeps until the reveal: on paper or as a file, with a line by which anyone can check it.

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

/// Prints nothing but the slip, from a frame of its own.
export function printSlip(text: string): void {
  const frame = document.createElement('iframe');
  frame.style.display = 'none';
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page) return;
  const sheet = page.createElement('pre');
  sheet.textContent = text;
  sheet.style.cssText = 'font: 14px/1.8 monospace; white-space: pre-wrap; word-break: break-all; margin: 2cm';
  page.body.append(sheet);
  frame.contentWindow?.print();
  setTimeout(() => frame.remove(), 60_000);
}
