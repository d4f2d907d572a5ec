import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { readText } from '../shared/read-text';

/** A document that was signed elsewhere. @throws TroupeError INPUT_INVALID */
export function readToken(context: IExecuteFunctions, item: number): string {
	const token = readText(context, 'token', item).trim();
	if (token.split('.').length === 3) return token;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The parameter "token" holds no signed document.',
		fix: 'Give the signed JWT whole: three parts with dots between them.',
	});
}
