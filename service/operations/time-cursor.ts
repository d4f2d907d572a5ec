import { TroupeError } from '../../core/base/errors';

/** A place in a list by time. */
interface Place {
	/** Milliseconds since the epoch. */
	at: number;
	id: string;
}

/** Makes a page of what was read: one item more than it can have, if there is one. */
export function toTimePage<Item>(read: Item[], max: number, placeOf: (item: Item) => Place): { items: Item[]; cursor?: string } {
	const items = read.slice(0, max);
	if (read.length <= max) return { items };
	const { at, id } = placeOf(items.at(-1)!);
	return { items, cursor: Buffer.from(`${at} ${id}`).toString('base64url') };
}

/** @param what is in the list. @throws TroupeError INPUT_INVALID */
export function decodeTimeCursor(cursor: string, what: string): Place {
	const [, at, id] = /^(\d{1,15}) ([^\0]{1,300})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (at !== undefined && id !== undefined) return { at: Number(at), id };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The cursor is not one of a list of ${what}.`,
		fix: 'Use the cursor of the last answer, or leave it out.',
	});
}
