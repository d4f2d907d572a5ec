import type { Feel } from '../feel/feel-port';
import type { Reason } from '../reason';

/** Finds faults of a FEEL expression, with its leading `=`. The file's size bounds it. */
export function checkExpression(feel: Feel, value: string): Reason | undefined {
	const expression = value.slice(1);
	if (expression.trim() === '') return { message: 'the expression is empty', fix: 'Write a FEEL expression after the "=".' };
	return feel.findProblem(expression);
}
