import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';

/**
 * A text parameter. Expressions may give anything: a number is as good as its text, and nothing is an empty one.
 * @throws TroupeError INPUT_INVALID
 */
export function readText(context: IExecuteFunctions, name: string, item: number): string {
	const value = context.getNodeParameter(name, item, '') as unknown;
	if (value === null || value === undefined) return '';
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The parameter "${name}" is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}; expected text.`,
		fix: 'Correct its expression.',
	});
}
