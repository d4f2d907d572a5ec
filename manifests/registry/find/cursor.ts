import { TroupeError } from '../../../core/base/errors';

const defaultLimit = 100;
const maxItems = 500;

/** Encodes the start of the next page. Its content is internal. */
export const encodeCursor = (position: number): string => Buffer.from(`c${position}`).toString('base64url');

/** @throws TroupeError INPUT_INVALID */
export function decodeCursor(cursor: string): number {
	const position = /^c(\d{1,15})$/.exec(Buffer.from(cursor.slice(0, 40), 'base64url').toString('latin1'))?.[1];
	if (position !== undefined) return Number(position);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not from this registry',
		fix: 'Begin with the first page again.',
	});
}

/** @throws TroupeError INPUT_INVALID */
export function checkLimit(limit = defaultLimit): number {
	if (Number.isInteger(limit) && limit >= 1 && limit <= maxItems) return limit;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limit is ${String(limit)}, expected a whole number from 1 to ${maxItems}`,
		fix: 'Request fewer items, and continue with the cursor.',
	});
}
