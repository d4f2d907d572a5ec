import { parseExpression } from './parser';
import { FeelSyntaxError } from './syntax';

/** Constructs of other languages: how they begin, how far before the fault, and what FEEL has instead. */
const otherLanguages: Array<[text: string, back: number, fix: string]> = [
	['!==', 2, 'Compare with "!=".'],
	['==', 1, 'Compare with "=", one equals sign.'],
	['&&', 0, 'Write "and" instead of "&&".'],
	['||', 0, 'Write "or" instead of "||".'],
	['!', 0, 'Write "not(…)" instead of "!".'],
	["'", 0, 'Put texts between double quotes.'],
	['?', 0, 'Write "if … then … else …".'],
	['%', 0, 'Write "modulo(dividend, divisor)".'],
];

export interface SyntaxFault {
	reason: string;
	fix: string;
}

export const tooComplex: SyntaxFault = { reason: 'it is too complex', fix: 'Divide it into several expressions.' };

/** Finds why an expression (without its leading `=`) cannot be read, with the position, counted from 1. */
export function findSyntaxFault(expression: string): SyntaxFault | undefined {
	try {
		parseExpression(expression);
		return undefined;
	} catch (error) {
		if (error instanceof RangeError) return tooComplex;
		if (!(error instanceof FeelSyntaxError)) throw error;
		return findOtherLanguage(expression, error) ?? { reason: error.message, fix: fixOf(expression, error) };
	}
}

function findOtherLanguage(expression: string, { at }: FeelSyntaxError): SyntaxFault | undefined {
	if (at === undefined) return undefined;
	const found = otherLanguages.find(([text, back]) => at >= back && expression.startsWith(text, at - back));
	return found && { reason: `unexpected ${found[0] === "'" ? "'" : `"${found[0]}"`} at position ${at - found[1] + 1}`, fix: found[2] };
}

function fixOf(expression: string, { at }: FeelSyntaxError): string {
	if (at !== expression.length) return 'Correct the expression.';
	return /^\s*if\b/.test(expression) && !/\belse\b/.test(expression) ? 'Add "else" and a value, such as null.' : 'Complete the expression.';
}
