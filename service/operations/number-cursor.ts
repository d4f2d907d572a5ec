import { TroupeError } from '../../core/base/errors';

/** Encodes the number of the last item of a page. */
export const encodeCursor = (number: number): string => Buffer.from(`n${number}`).toString('base64url');

/** @throws TroupeError INPUT_INVALID */
export function decodeCursor(cursor: string): number {
	const number = /^n(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
	if (number !== undefined) return Number(number);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of this list.',
		fix: 'Use the cursor of the last answer, or begin without one.',
	});
}

/** Makes a page of what was read: one item more than it can have, if there is one. */
export function toPage<Item>(read: Item[], max: number, numberOf: (item: Item) => number): { items: Item[]; cursor?: string } {
	const items = read.slice(0, max);
	return { items, ...(read.length > max && { cursor: encodeCursor(numberOf(items.at(-1)!)) }) };
}
