import { findMissingFunction, type Feel } from './feel';

const maximumLength = 20_000;

/** What is wrong with a FEEL expression (given with its leading `=`), or nothing. */
export function checkExpression(feel: Feel, value: string): { message: string; fix: string } | undefined {
	const expression = value.slice(1);
	if (expression.trim() === '') return { message: 'the expression is empty', fix: 'Write a FEEL expression behind the "=".' };
	if (expression.length > maximumLength)
		return { message: `the expression is longer than ${maximumLength} characters`, fix: 'Shorten it.' };
	const missing = findMissingFunction(expression);
	if (missing) {
		return {
			message: `the FEEL function "${missing}" is not supported by the embedded engine`,
			fix: 'Use another function, or run it on Zeebe.',
		};
	}
	const reason = feel.findSyntaxError(expression);
	return reason === undefined ? undefined : { message: `"${shorten(expression)}" is not FEEL: ${reason}`, fix: 'Correct the expression.' };
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
