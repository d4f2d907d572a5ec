import { parseHTML } from 'linkedom';

/** As much of the DOM as is used here: the compiler knows no browser's types in this package. */
export interface HtmlNode {
	readonly nodeType: number;
	readonly firstChild: HtmlNode | null;
	readonly nextSibling: HtmlNode | null;
	readonly parentNode: HtmlNode | null;
}

export interface HtmlElement extends HtmlNode {
	/** In capitals. */
	readonly tagName: string;
	readonly children: ArrayLike<HtmlElement> & Iterable<HtmlElement>;
	readonly childNodes: ArrayLike<HtmlNode> & Iterable<HtmlNode>;
	textContent: string | null;
	getAttribute(name: string): string | null;
	querySelector(selector: string): HtmlElement | null;
	querySelectorAll(selector: string): ArrayLike<HtmlElement> & Iterable<HtmlElement>;
	appendChild(child: HtmlNode): void;
	remove(): void;
}

export interface HtmlDocument extends HtmlElement {
	readonly documentElement: HtmlElement | null;
	createElement(name: string): HtmlElement;
}

/** The document with an html element around a body, whatever the page left out. */
export function parsePage(html: string): { document: HtmlDocument; body: HtmlElement } {
	const parsed = parse(html);
	const document = parsed.documentElement?.tagName === 'HTML' ? parsed : parse(`<html><body>${html}</body></html>`);
	return { document, body: document.querySelector('body') ?? bodyOf(document) };
}

function parse(html: string): HtmlDocument {
	return (parseHTML(html) as { document: HtmlDocument }).document;
}

/** The parser makes no body of its own: all that does not stand in the head is the body's. */
function bodyOf(document: HtmlDocument): HtmlElement {
	const root = document.documentElement!;
	const body = document.createElement('body');
	for (const child of [...root.childNodes]) if ((child as Partial<HtmlElement>).tagName !== 'HEAD') body.appendChild(child);
	root.appendChild(body);
	return body;
}

/** How many elements are open at most, roughly and quickly, before anything is parsed: the parser's time grows with the square of it. */
export function roughDepth(html: string): number {
	let depth = 0;
	let deepest = 0;
	for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
		if (leftOpen.has(name!.toLowerCase())) continue;
		depth = slash ? Math.max(0, depth - 1) : depth + 1;
		deepest = Math.max(deepest, depth);
	}
	return deepest;
}

/** Elements that are never closed, or need not be (HTML, 13.1.2). */
const leftOpen = new Set(
	'area base br col embed hr img input link meta source track wbr p li dt dd option tr td th thead tbody tfoot rp rt'.split(' '),
);

/** Elements in all, and the depth of the deepest; without recursion. */
export function measure(root: HtmlElement): { elements: number; depth: number } {
	let elements = 0;
	let depth = 0;
	const open: Array<[HtmlElement, number]> = [[root, 1]];
	for (let next = open.pop(); next; next = open.pop()) {
		elements += 1;
		depth = Math.max(depth, next[1]);
		for (const child of next[0].children) open.push([child, next[1] + 1]);
	}
	return { elements, depth };
}

const unread =
	'script, style, noscript, template, svg, math, iframe, object, embed, canvas, audio, video, form input, select, button, dialog';
const hidden =
	'[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], [style*="visibility: hidden"]';

/** Takes out what no reader of the page sees: programs, styles, and what is hidden, where orders to a model like to stand. */
export function removeUnseen(document: HtmlDocument, body: HtmlElement): void {
	for (const element of [...document.querySelectorAll(`${unread}, ${hidden}`)]) if (element !== body) element.remove();
	for (const styled of [...document.querySelectorAll('[style]')])
		if (styled !== body && unseen.test(styled.getAttribute('style') ?? '')) styled.remove();
}

const unseen =
	/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?|font-size\s*:\s*0(?:px|em|rem|pt|%)?)\s*(?:;|!|$)/i;
