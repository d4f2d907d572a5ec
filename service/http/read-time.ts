import * as Type from 'typebox/type';
import { TroupeError } from '../../core/base/errors';

/** A time in a query or a body. */
export const moment = Type.String({ minLength: 1, maxLength: 40, description: 'ISO 8601' });

/** @throws TroupeError INPUT_INVALID */
export function readTime(field: string, text: string): number {
	const time = Date.parse(text);
	if (!Number.isNaN(time)) return time;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${field} is ${JSON.stringify(text.slice(0, 40))}, expected a time as ISO 8601.`,
		fix: 'Write it such as 2026-11-28T10:00:00Z.',
	});
}
