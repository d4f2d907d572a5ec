import { Readability } from '@mozilla/readability';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { decodeDocument } from '../../../../core/base/text/decode-document';
import { mediaTypes } from '../shared/detect-type';
import { htmlToMarkdown } from './html-to-markdown';
import { parsePage, removeUnseen, measurePage } from './html-tree';
import { failed, read, tooLarge } from '../shared/reading';
import { type HtmlElement, createIn } from './html-element';

const maxBytes = 8 * 1024 * 1024;
const maxElements = 100_000;
/** Finding the main content is quadratic in the depth: 0.1 s at this depth, 24 s at 2,000. */
const maxDepth = 256;
/** Above this size the whole body is used: long pages seldom have menus around the content. */
const maxElementsToChoose = 20_000;
const maxTitle = 300;

/** Uses the main content if it can be separated from menus and footers, else all visible text. */
export function readHtml(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > maxBytes) return tooLarge('bytes', maxBytes);
	const html = decodeDocument(bytes, charset).replaceAll('\0', '');
	const { elements, depth } = measurePage(html, { elements: maxElements, depth: maxDepth });
	if (depth > maxDepth) return tooDeep();
	if (elements > maxElements) return tooLarge('elements', maxElements);
	const { document, body } = parsePage(html);
	removeUnseen(document, body);
	const title = findTitle(document);
	keepMain(document, body);
	const whole = htmlToMarkdown(body);
	const text = (elements <= maxElementsToChoose && mainContent(document, whole)) || whole;
	return read({ text, format: 'markdown', mediaType: mediaTypes.html, title });
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The page's elements are nested more than ${maxDepth} deep.`, 'Save the page as PDF or as text.');
}

/** Uses the declared main element (HTML, 4.4.14). An almost empty one is filled by scripts and is ignored. */
function keepMain(document: HtmlElement, body: HtmlElement): void {
	const [main, ...others] = document.querySelectorAll('main, [role="main"]');
	if (!main || others.length > 0 || countCharacters(main) < countCharacters(body) / 10) return;
	const heading = main.querySelector('h1') ? null : body.querySelector('h1');
	for (const child of [...body.childNodes]) (child as HtmlElement).remove();
	if (heading) body.appendChild(heading);
	body.appendChild(main);
}

function countCharacters({ textContent }: HtmlElement): number {
	return textContent?.replace(/\s+/g, '').length ?? 0;
}

/** Readability changes the document, so it runs last. A short result is a mistake and is ignored. */
function mainContent(document: HtmlElement, whole: string): string | undefined {
	disguiseHeadings(document);
	const article = parseArticle(document);
	if (!article?.content) return undefined;
	restoreHeadings(article.content);
	const main = htmlToMarkdown(article.content);
	return main.length >= whole.length / 5 ? main : undefined;
}

/** Readability throws on impossible documents, such as `html` inside a table: then the whole page is read. */
function parseArticle(document: HtmlElement): { content?: HtmlElement | null } | null {
	try {
		return new Readability<HtmlElement>(document, {
			serializer: (node) => node as HtmlElement,
			disableJSONLD: true,
			keepClasses: true,
		}).parse();
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

/** Readability would drop a heading like the title and merge the first two levels. */
function disguiseHeadings(document: HtmlElement): void {
	for (const heading of [...document.querySelectorAll('h1, h2')]) rename(heading, 'h3').setAttribute(levelAttribute, heading.tagName);
}

function restoreHeadings(content: HtmlElement): void {
	for (const heading of [...content.querySelectorAll(`[${levelAttribute}]`)])
		rename(heading, heading.getAttribute(levelAttribute) === 'H1' ? 'h1' : 'h2');
}

const levelAttribute = 'data-troupe-level';

function rename(element: HtmlElement, name: string): HtmlElement {
	const renamed = createIn(element, name);
	for (const child of [...element.childNodes]) renamed.appendChild(child);
	element.parentNode!.insertBefore(renamed, element);
	element.remove();
	return renamed;
}

function findTitle(document: HtmlElement): string | undefined {
	const names = [document.querySelector('title'), document.querySelector('h1')].map((element) => element?.textContent ?? '');
	const title = names.map((name) => name.replace(/\s+/g, ' ').trim()).find((name) => name !== '');
	return title?.slice(0, maxTitle);
}
