import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';

/** As much of the DOM as is used here: the compiler knows no browser's types in this package. */
interface HtmlNode {
	readonly nodeType: number;
	readonly firstChild: HtmlNode | null;
	readonly nextSibling: HtmlNode | null;
	readonly parentNode: (HtmlNode & { insertBefore(child: HtmlNode, before: HtmlNode | null): void }) | null;
}

export interface HtmlElement extends HtmlNode {
	/** In capitals. */
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

interface HtmlDocument extends HtmlElement {
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

/** A new one for the same document. */
export function createIn(element: HtmlElement, name: string): HtmlElement {
	return (element as HtmlElement & { ownerDocument: HtmlDocument }).ownerDocument.createElement(name);
}

/** Elements in all, and the depth of the deepest. */
interface PageSize {
	elements: number;
	depth: number;
}

/**
 * The size of the tree that the parser would make, by the same rules of what closes what, before it makes any: its time grows with the square of
 * the depth. Counting ends where a bound is passed.
 */
export function sizeOf(html: string, most: PageSize): PageSize {
	const size = { elements: 0, depth: 0 };
	let open = 0;
	const parser: Parser = new Parser({
		onopentagname: () => {
			open += 1;
			size.elements += 1;
			size.depth = Math.max(size.depth, open);
			if (size.elements > most.elements || size.depth > most.depth) parser.pause();
		},
		onclosetag: () => {
			open -= 1;
		},
	});
	parser.write(html);
	return size;
}

const unread =
	'script, style, noscript, template, svg, math, iframe, object, embed, canvas, audio, video, form input, select, button, dialog';
const hidden =
	'[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], [style*="visibility: hidden"]';

/** Takes out what no reader of the page sees: programs, styles, and what is hidden, where orders to a model like to stand. */
export function removeUnseen(document: HtmlDocument, body: HtmlElement): void {
	for (const element of [...document.querySelectorAll(`${unread}, ${hidden}`)]) if (element !== body) element.remove();
	for (const asked of [
		...document.querySelectorAll('[id*="cookie" i], [class*="cookie" i], [id*="consent" i], [class*="consent" i], [id^="onetrust" i]'),
	])
		if (asksConsent(asked)) asked.remove();
	for (const styled of [...document.querySelectorAll('[style]')])
		if (styled !== body && unseen.test(styled.getAttribute('style') ?? '')) styled.remove();
}

/** A banner about cookies is no text of the page: it is called so, is short, and holds nothing that the page is about. */
function asksConsent(element: HtmlElement): boolean {
	const name = `${element.getAttribute('id') ?? ''} ${element.getAttribute('class') ?? ''}`;
	if (
		!/(?:cookie|consent)[-_]?(?:s|law)?[-_]?(?:banner|consent|notice|bar|popup|modal|overlay|dialog|message|wall)|onetrust|cookiebot/i.test(
			name,
		)
	)
		return false;
	return (
		(element.textContent?.length ?? 0) < 3_000 &&
		!/^(BODY|MAIN|ARTICLE)$/.test(element.tagName) &&
		!element.querySelector('main, article, h1')
	);
}

const unseen =
	/(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?|font-size\s*:\s*0(?:px|em|rem|pt|%)?)\s*(?:;|!|$)/i;
