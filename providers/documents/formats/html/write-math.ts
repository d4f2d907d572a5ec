import { writeLowered, writeRaised } from '../shared/raised';
import { type HtmlElement, createIn } from './html-element';

const maxMarks = 20_000;

/** Writes formulas on one line, as in Word: `x²`, `a/b`, `√(x + 1)`. */
export function writeFormulas(document: HtmlElement): void {
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
