import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';

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

/**
 * A text that is looked at. It may be empty, but has to be there: where an expression misses its field, nothing would be looked at, unnoticed.
 * @throws TroupeError INPUT_INVALID
 */
export function readGivenText(context: IExecuteFunctions, name: string, item: number): string {
	if (((context.getNodeParameter(name, item, null) as unknown) ?? null) !== null) return readText(context, name, item);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The parameter "${name}" has no value: the item has no field that its expression names.`,
		fix: 'Correct its expression. A text may be empty, but has to be there.',
	});
}
