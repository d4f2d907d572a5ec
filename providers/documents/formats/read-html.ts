import { Readability } from '@mozilla/readability';
import type { DocumentReading } from '../../../core/ports';
import { decodeDocument } from './decode-document';
import { mediaTypes } from './detect-type';
import { htmlToMarkdown } from './html-to-markdown';
import { parsePage, removeUnseen, sizeOf, type HtmlElement } from './html-tree';
import { failed, read, tooLarge } from '../reading';

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
	const whole = htmlToMarkdown(body);
	const text = (elements <= mostElementsToChoose && mainContent(document, whole)) || whole;
	return read({ text, format: 'markdown', mediaType: mediaTypes.html, title });
}

function tooDeep(): DocumentReading {
	return failed('too_large', `The page's elements stand more than ${deepest} deep in one another.`, 'Save the page as PDF or as text.');
}

/** Readability takes the document apart, so it comes last. Where little is left of the page it has taken a part for the whole. */
function mainContent(document: HtmlElement, whole: string): string | undefined {
	const article = parseArticle(document);
	if (!article?.content) return undefined;
	const main = htmlToMarkdown(article.content);
	return main.length >= whole.length / 5 ? main : undefined;
}

/** It throws at documents that no browser builds, such as `html` inside a table: then the whole page is read, which is no less of it. */
function parseArticle(document: HtmlElement): { content?: HtmlElement | null } | null {
	try {
		return new Readability<HtmlElement>(document, {
			serializer: (node) => node as HtmlElement,
			disableJSONLD: true,
			keepClasses: false,
		}).parse();
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
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
