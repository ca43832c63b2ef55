// Prints something other than the page that is shown, from a frame of its own.
import { qrShape } from './qr';

export function printSheet(fill: (page: Document) => void): void {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0; visibility: hidden';
  document.body.append(frame);
  const page = frame.contentDocument;
  if (!page) return;
  page.body.style.margin = '2cm';
  fill(page);
  frame.contentWindow?.print();
  setTimeout(() => frame.remove(), 60_000);
}

export function addText(page: Document, into: HTMLElement, text: string, style: string): void {
  const line = page.createElement('pre');
  line.textContent = text;
  line.style.cssText = `font: 14px/1.8 monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; ${style}`;
  into.append(line);
}

export function addQr(page: Document, into: HTMLElement, text: string, side: string): void {
  const space = 'http://www.w3.org/2000/svg';
  const { size, path } = qrShape(text);
  const image = page.createElementNS(space, 'svg');
  image.setAttribute('viewBox', `0 0 ${size} ${size}`);
  image.style.cssText = `display: block; width: ${side}; height: ${side}`;
  const dots = page.createElementNS(space, 'path');
  dots.setAttribute('d', path);
  image.append(dots);
  into.append(image);
}
