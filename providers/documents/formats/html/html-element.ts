/** The used part of the DOM: this package compiles without browser types. */
interface HtmlNode {
	readonly nodeType: number;
	readonly firstChild: HtmlNode | null;
	readonly nextSibling: HtmlNode | null;
	readonly previousSibling: HtmlNode | null;
	readonly textContent: string | null;
	readonly parentNode: (HtmlNode & { insertBefore(child: HtmlNode, before: HtmlNode | null): void }) | null;
}

export interface HtmlElement extends HtmlNode {
	/** In upper case. */
	readonly tagName: string;
	readonly children: ArrayLike<HtmlElement> & Iterable<HtmlElement>;
	readonly childNodes: ArrayLike<HtmlNode> & Iterable<HtmlNode>;
	textContent: string | null;
	readonly nextElementSibling: HtmlElement | null;
	getAttribute(name: string): string | null;
	setAttribute(name: string, value: string): void;
	removeAttribute(name: string): void;
	insertBefore(child: HtmlNode, before: HtmlNode | null): void;
	querySelector(selector: string): HtmlElement | null;
	querySelectorAll(selector: string): ArrayLike<HtmlElement> & Iterable<HtmlElement>;
	appendChild(child: HtmlNode): void;
	remove(): void;
}

export interface HtmlDocument extends HtmlElement {
	readonly documentElement: HtmlElement | null;
	createElement(name: string): HtmlElement;
}

export function createIn(element: HtmlElement, name: string): HtmlElement {
	return (element as HtmlElement & { ownerDocument: HtmlDocument }).ownerDocument.createElement(name);
}
