import { writeLowered, writeRaised } from '../shared/raised';
import { createIn } from './html-element';
import { labelAttribute } from './label-items';
import type { HtmlElement, HtmlDocument } from './html-element';

const maxMarks = 20_000;

/** Writes formulas on one line, as in Word: `x²`, `a/b`, `√(x + 1)`. */
function writeFormulas(document: HtmlElement): void {
	for (const formula of [...document.querySelectorAll('math')]) {
		// Removed with an outer formula.
		if (!formula.parentNode) continue;
		const line = createIn(formula, 'span');
		line.textContent = writeFormula(formula);
		formula.parentNode.insertBefore(line, formula);
		formula.remove();
	}
}

function writeFormula(formula: HtmlElement): string {
	if (formula.querySelectorAll('*').length > maxMarks) return formula.textContent ?? '';
	return writePart(formula).replace(/\s+/g, ' ').trim();
}

function writePart(part: HtmlElement): string {
	const parts = [...part.children];
	const [first = '', second = '', third = ''] = parts.slice(0, 3).map(writePart);
	const [lower, upper] = [second, third].map((script) => script.replace(/\s+/g, '')) as [string, string];
	switch (part.tagName.toLowerCase()) {
		case 'annotation':
		case 'annotation-xml':
		case 'mphantom':
			return '';
		case 'mo':
			return writeOperator(part.textContent ?? '');
		case 'mfrac':
			return `${inBrackets(first)}/${inBrackets(second)}`;
		case 'msqrt':
			return `√${inBrackets(parts.map(writePart).join(''))}`;
		case 'mroot':
			return `${writeRaised(lower, '')}√${inBrackets(first)}`;
		case 'msup':
		case 'mover':
			return first + raise(lower, first);
		case 'msub':
		case 'munder':
			return first + writeLowered(lower);
		case 'msubsup':
			return first + writeLowered(lower) + raise(upper, first);
		case 'munderover':
			return `${first}${writeLowered(lower)}${raise(upper, first)} `;
		case 'mtr':
		case 'mlabeledtr':
			return `${parts.map(writePart).join(' ')}; `;
		default:
			return parts.length === 0 ? (part.textContent ?? '') : parts.map(writePart).join('');
	}
}

/** Binary operators get spaces. Invisible ones are left out. */
function writeOperator(operator: string): string {
	const sign = operator.trim();
	if (/^[\u2061-\u2064]$/.test(sign)) return '';
	return /^[=<>≤≥≠≈±×÷→⇒∈+−]$/.test(sign) ? ` ${sign} ` : sign;
}

const raise = (text: string, before: string): string => (/^[\u0300-\u036f¯^~→.]$/.test(text) ? text : writeRaised(text, before));
const inBrackets = (text: string): string => (/^[\p{L}\p{N}.,]*$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`);

const maxSheet = 500_000;
const maxSelectors = 50;
const strikes = /(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]{0,80}\bline-through\b/i;
/** Classes, elements and ids, without states. */
const simple = /^[\w\s.#>-]{1,200}$/;

/** Finds elements struck by the page's style sheets: `.old-price { text-decoration: line-through }`. */
function findStruckByStyles(document: HtmlDocument): HtmlElement[] {
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
