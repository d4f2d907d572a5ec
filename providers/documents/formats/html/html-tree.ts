import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { rewriteMarks } from './rewrite-marks';
import type { HtmlElement, HtmlDocument } from './html-element';

/** Adds missing html and body elements, and rewrites meaningful formatting. */
export function parsePage(html: string): { document: HtmlDocument; body: HtmlElement } {
	const parsed = parse(html);
	const document = parsed.documentElement?.tagName === 'HTML' ? parsed : parse(`<html><body>${html}</body></html>`);
	rewriteMarks(document);
	return { document, body: document.querySelector('body') ?? findBody(document) };
}

function parse(html: string): HtmlDocument {
	return (parseHTML(html) as { document: HtmlDocument }).document;
}

function findBody(document: HtmlDocument): HtmlElement {
	const root = document.documentElement!;
	const body = document.createElement('body');
	for (const child of [...root.childNodes]) if ((child as Partial<HtmlElement>).tagName !== 'HEAD') body.appendChild(child);
	root.appendChild(body);
	return body;
}

interface PageSize {
	elements: number;
	depth: number;
}

/** Measures the tree by the parser's closing rules without building it: building is quadratic in the depth. Stops at a limit. */
export function measurePage(html: string, max: PageSize): PageSize {
	const size = { elements: 0, depth: 0 };
	let open = 0;
	const parser: Parser = new Parser({
		onopentagname: () => {
			open += 1;
			size.elements += 1;
			size.depth = Math.max(size.depth, open);
			if (size.elements > max.elements || size.depth > max.depth) parser.pause();
		},
		onclosetag: () => {
			open -= 1;
		},
	});
	parser.write(html);
	return size;
}

const unread = 'script, style, noscript, template, svg, iframe, object, embed, canvas, audio, video, form input, select, button, dialog';
const hidden =
	'[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"], [style*="visibility:hidden"], [style*="visibility: hidden"]';

/** Removes scripts, styles and hidden elements, which often contain injected instructions. */
export function removeUnseen(document: HtmlDocument, body: HtmlElement): void {
	for (const element of [...document.querySelectorAll(`${unread}, ${hidden}`)]) if (element !== body) element.remove();
	for (const asked of [
		...document.querySelectorAll('[id*="cookie" i], [class*="cookie" i], [id*="consent" i], [class*="consent" i], [id^="onetrust" i]'),
	])
		if (asksConsent(asked)) asked.remove();
	for (const styled of [...document.querySelectorAll('[style]')])
		if (styled !== body && unseen.test(styled.getAttribute('style') ?? '')) styled.remove();
}

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
