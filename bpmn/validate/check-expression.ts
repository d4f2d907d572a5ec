import type { Feel } from '../feel/feel-port';

const maxCharacters = 20_000;

/** Finds what is wrong with a FEEL expression (including its leading `=`). */
export function checkExpression(feel: Feel, value: string): { message: string; fix: string } | undefined {
	const expression = value.slice(1);
	if (expression.trim() === '') return { message: 'the expression is empty', fix: 'Write a FEEL expression after the "=".' };
	if (expression.length > maxCharacters)
		return { message: `the expression is longer than ${maxCharacters} characters`, fix: 'Shorten it.' };
	return feel.findProblem(expression);
}
