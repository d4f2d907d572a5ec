import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { nameField } from '../shared/name-field';
import { properties } from './properties';

/** As text. @throws TroupeError INPUT_INVALID */
export function readKey(context: IExecuteFunctions, item: number, name: string): string {
	return toKey(context.getNodeParameter(name, item, ''), name);
}

/** @throws TroupeError INPUT_INVALID: a rounded key, or other text in the path of a request, would reach the wrong resource */
export function toKey(value: unknown, name: string): string {
	const key = typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
	if (/^\d{1,19}$/.test(key)) return key;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, name)} is ${value === '' ? 'empty' : 'not a key'}.`,
		fix: 'Enter the key as text with all its digits, as the node that started or found it returns it.',
	});
}
