import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';

/** A parameter that is a key of Camunda's, as text. @throws TroupeError INPUT_INVALID */
export function readKey(context: IExecuteFunctions, item: number, name: string): string {
	return toKey(context.getNodeParameter(name, item, ''), name);
}

/** @throws TroupeError INPUT_INVALID: a key that was rounded, or something else put into the path of a request, would reach the wrong thing */
export function toKey(value: unknown, name: string): string {
	const key = typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
	if (/^\d{1,19}$/.test(key)) return key;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The parameter "${name}" is ${value === '' ? 'empty' : 'not a key'}.`,
		fix: 'Give the key as text, all its digits, as the node that started or found it gives it.',
	});
}
