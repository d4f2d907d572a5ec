import { TroupeError } from '../../core/base/errors';

type Place = ReadonlyArray<number | string>;

/** The content is internal. */
export const encodePlace = (...place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

type PlaceLike<Like extends Place> = { -readonly [Key in keyof Like]: Like[Key] extends number ? number : string };

/**
 * @param like a place of the list, for its types
 * @returns undefined without a cursor
 * @throws TroupeError INPUT_INVALID
 */
export function decodePlace<Like extends Place>(cursor: string | undefined, ...like: Like): PlaceLike<Like> | undefined {
	if (cursor === undefined) return undefined;
	const place = read(cursor);
	const isLike = (part: number | string, index: number) => {
		const value: unknown = (place as unknown[])[index];
		// PostgreSQL stores no NUL.
		return typeof part === 'string' ? typeof value === 'string' && !value.includes('\0') : Number.isSafeInteger(value);
	};
	if (Array.isArray(place) && place.length === like.length && like.every(isLike)) return place as never;
	throw foreignCursor();
}

export const foreignCursor = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of this list.',
		fix: 'Use the cursor of the last answer with the same filters, or begin without one.',
	});

function read(cursor: string): unknown {
	try {
		return JSON.parse(Buffer.from(cursor, 'base64url').toString());
	} catch {
		return undefined;
	}
}

/** Expects one item more than the page holds, if there is one. */
export function toPage<Item>(read: Item[], max: number, placeOf: (item: Item) => Place): { items: Item[]; cursor?: string } {
	const items = read.slice(0, max);
	return { items, ...(read.length > max && { cursor: encodePlace(...placeOf(items.at(-1)!)) }) };
}

/** Makes a page of a whole list, by name. @throws TroupeError INPUT_INVALID */
export const pageByName = <Item extends { name: string }>(all: readonly Item[], max: number, cursor: string | undefined) =>
	pageBy(({ name }) => name, all, max, cursor);

/** The same, by another text that differs for each item. */
export function pageBy<Item>(nameOf: (item: Item) => string, all: readonly Item[], max: number, cursor: string | undefined) {
	const after = decodePlace(cursor, '')?.[0] ?? '';
	const left = all.filter((item) => nameOf(item) > after).sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
	return toPage(left, max, (item) => [nameOf(item)]);
}
