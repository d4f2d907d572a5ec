import type { Feel } from '../feel/feel-port';
import type { Reason } from '../reason';

/** Finds what is wrong with a FEEL expression (including its leading `=`). How long it may be is decided by the size of its file. */
export function checkExpression(feel: Feel, value: string): Reason | undefined {
	const expression = value.slice(1);
	if (expression.trim() === '') return { message: 'the expression is empty', fix: 'Write a FEEL expression after the "=".' };
	return feel.findProblem(expression);
}
