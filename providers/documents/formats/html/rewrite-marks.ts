import { writeLowered, writeRaised } from '../shared/raised';
import { labelAttribute } from './label-items';
import { findStruckByStyles } from './struck-styles';
import { writeFormulas } from './write-math';
import type { HtmlElement, HtmlDocument } from './html-element';

/** Elements, styles, and classes of Tailwind and Bootstrap. */
const struck =
	'del, s, strike, [style*="line-through" i], [class~="line-through"], [class~="text-decoration-line-through"], [class~="strikethrough"]';
const shifted = 'sup, sub, [style*="vertical-align" i]';
const shift = /(?:^|;)\s*vertical-align\s*:\s*(super|sub)\s*(?:;|!|$)/i;

/**
 * Makes meaningful formatting part of the text: struck text is invalid and left out, like a tracked deletion; raised and lowered text gets a sign.
 */
export function rewriteMarks(document: HtmlDocument): void {
	for (const element of [...findStruckByStyles(document), ...document.querySelectorAll(struck)])
		if (!/^(?:HTML|BODY)$/.test(element.tagName)) element.remove();
	writeFormulas(document);
	for (const element of [...document.querySelectorAll(`[${labelAttribute}]`)]) element.removeAttribute(labelAttribute);
	for (const element of [...document.querySelectorAll(shifted)].toReversed()) {
		const position = readShift(element);
		const text = element.textContent ?? '';
		if (!position || text.trim() === '' || element.querySelector('img, br, p, div, li, table')) continue;
		const before = readBefore(element);
		const line = document.createElement('span');
		const [space = ''] = /^\s*/.exec(text)!;
		line.textContent = space + (position === 'super' ? writeRaised(text, before) : writeLowered(text)) + (/\s$/.test(text) ? ' ' : '');
		element.parentNode!.insertBefore(line, element);
		element.remove();
	}
}

const maxBefore = 20;

function readBefore(element: HtmlElement): string {
	let before = '';
	let node = element.previousSibling;
	for (; node && before.length < maxBefore; node = node.previousSibling) before = (node.textContent ?? '').slice(-maxBefore) + before;
	return before.slice(-maxBefore);
}

function readShift(element: HtmlElement): string | undefined {
	if (element.tagName === 'SUP') return 'super';
	return element.tagName === 'SUB' ? 'sub' : shift.exec(element.getAttribute('style') ?? '')?.[1]?.toLowerCase();
}
