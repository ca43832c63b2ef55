// The few things a page without a framework needs.

export function find<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as T;
}

export function make(tag: string, className: string, ...content: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...content);
  return element;
}

/** Shows `element`'s children in place of what was there. */
export function fill(element: HTMLElement, ...content: (string | Node)[]): void {
  element.replaceChildren(...content);
}
