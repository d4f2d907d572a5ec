import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { nameField } from '../shared/name-field';
import { properties } from './properties';
import { readText } from './read-text';

/** @throws TroupeError INPUT_INVALID */
export function readToken(context: IExecuteFunctions, item: number): string {
	const token = readText(context, 'token', item).trim();
	if (token.split('.').length === 3) return token;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, 'token')} is not a signed document.`,
		fix: 'Enter the complete signed JWT: three parts separated by dots.',
	});
}
