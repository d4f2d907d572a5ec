import type { HtmlElement, HtmlDocument } from './html-element';

const maxSheet = 500_000;
const maxSelectors = 50;
const strikes = /(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]{0,80}\bline-through\b/i;
/** Classes, elements and ids, without states. */
const simple = /^[\w\s.#>-]{1,200}$/;

/** Finds elements struck by the page's style sheets: `.old-price { text-decoration: line-through }`. */
export function findStruckByStyles(document: HtmlDocument): HtmlElement[] {
	const selectors = new Set<string>();
	for (const sheet of document.querySelectorAll('style'))
		for (const rule of withoutComments((sheet.textContent ?? '').slice(0, maxSheet)).split('}')) {
			const [declarations, selector] = rule.split('{').reverse();
			if (selector !== undefined && strikes.test(declarations!)) for (const one of selector.split(',')) selectors.add(one.trim());
		}
	return [...selectors]
		.filter((selector) => simple.test(selector))
		.slice(0, maxSelectors)
		.flatMap((selector) => findAll(document, selector));
}

/** Splitting keeps the time linear in any text. */
const withoutComments = (sheet: string): string =>
	sheet
		.split('*/')
		.map((part) => part.split('/*', 1)[0])
		.join('');

function findAll(document: HtmlDocument, selector: string): HtmlElement[] {
	try {
		return [...document.querySelectorAll(selector)];
	} catch {
		return [];
	}
}
