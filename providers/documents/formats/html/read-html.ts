import { Readability } from '@mozilla/readability';
import type { DocumentReading } from '../../../../core/ports';
import { decodeDocument } from '../shared/decode-document';
import { mediaTypes } from '../shared/detect-type';
import { htmlToMarkdown } from './html-to-markdown';
import { createIn, parsePage, removeUnseen, sizeOf, type HtmlElement } from './html-tree';
import { failed, read, tooLarge } from '../shared/reading';

const mostBytes = 8 * 1024 * 1024;
const mostElements = 100_000;
/** Finding the main content takes a time that grows with the square of the depth: 0.1 s at this one, 24 s at 2,000. */
const deepest = 256;
/** Above this the whole body is taken: what is that long is seldom a page with a frame around it. */
const mostElementsToChoose = 20_000;
const mostTitle = 300;

/** What a page is about, as Markdown: its main content where that can be told from menus and footers, else all that is seen of it. */
export function readHtml(bytes: Uint8Array, charset?: string): DocumentReading {
	if (bytes.length > mostBytes) return tooLarge('bytes', mostBytes);
	const html = decodeDocument(bytes, charset ?? declaredCharset(bytes)).replaceAll('\0', '');
	const { elements, depth } = sizeOf(html, { elements: mostElements, depth: deepest });
	if (depth > deepest) return tooDeep();
	if (elements > mostElements) return tooLarge('elements', mostElements);
	const { document, body } = parsePage(html);
	removeUnseen(document, body);
	const title = titleOf(document);
	keepMain(document, body);
	const whole = htmlToMarkdown(body);
	const text = (elements <= mostElementsToChoose && mainContent(document, whole)) || whole;
	return read({ text, format: 'markdown', mediaType: mediaTypes.html, title });
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The page's elements are nested more than ${deepest} deep.`, 'Save the page as PDF or as text.');
}

/** Where a page says itself what is about it alone (HTML, 4.4.14), what stands around that is a frame. One that holds hardly anything is filled later. */
function keepMain(document: HtmlElement, body: HtmlElement): void {
	const [main, ...others] = document.querySelectorAll('main, [role="main"]');
	if (!main || others.length > 0 || lengthOf(main) < lengthOf(body) / 10) return;
	const heading = main.querySelector('h1') ? null : body.querySelector('h1');
	for (const child of [...body.childNodes]) (child as HtmlElement).remove();
	if (heading) body.appendChild(heading);
	body.appendChild(main);
}

function lengthOf({ textContent }: HtmlElement): number {
	return textContent?.replace(/\s+/g, '').length ?? 0;
}

/** Readability takes the document apart, so it comes last. Where little is left of the page it has taken a part for the whole. */
function mainContent(document: HtmlElement, whole: string): string | undefined {
	disguiseHeadings(document);
	const article = parseArticle(document);
	if (!article?.content) return undefined;
	restoreHeadings(article.content);
	const main = htmlToMarkdown(article.content);
	return main.length >= whole.length / 5 ? main : undefined;
}

/** It throws at documents that no browser builds, such as `html` inside a table: then the whole page is read, which is no less of it. */
function parseArticle(document: HtmlElement): { content?: HtmlElement | null } | null {
	try {
		return new Readability<HtmlElement>(document, {
			serializer: (node) => node as HtmlElement,
			disableJSONLD: true,
			// They name the language of a program.
			keepClasses: true,
		}).parse();
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

/** Readability leaves out a heading that resembles the title, under which all the rest stands, and makes one level of the first two: those it does not know. */
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

function titleOf(document: HtmlElement): string | undefined {
	const names = [document.querySelector('title'), document.querySelector('h1')].map((element) => element?.textContent ?? '');
	const title = names.map((name) => name.replace(/\s+/g, ' ').trim()).find((name) => name !== '');
	return title?.slice(0, mostTitle);
}

/** In the first kilobyte, as browsers look for it (HTML, 13.2.3.2). */
function declaredCharset(bytes: Uint8Array): string | undefined {
	const beginning = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
	return /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(beginning)?.[1];
}
