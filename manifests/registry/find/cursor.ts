import { TroupeError } from '../../../core/base/errors';

const defaultLimit = 100;
const mostItems = 500;

/** Where the next page begins; nothing that a reader should look into. */
export const encodeCursor = (position: number): string => Buffer.from(`c${position}`).toString('base64url');

/** @throws TroupeError INPUT_INVALID */
export function decodeCursor(cursor: string): number {
	const position = /^c(\d{1,15})$/.exec(Buffer.from(cursor.slice(0, 40), 'base64url').toString('latin1'))?.[1];
	if (position !== undefined) return Number(position);
	throw new TroupeError({ code: 'INPUT_INVALID', message: 'The cursor is none of this registry', fix: 'Begin with the first page again.' });
}

/** @throws TroupeError INPUT_INVALID */
export function limitOf(limit = defaultLimit): number {
	if (Number.isInteger(limit) && limit >= 1 && limit <= mostItems) return limit;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limit is ${String(limit)}, expected a whole number of 1 to ${mostItems}`,
		fix: 'Ask for fewer at once, and go on with the cursor.',
	});
}
