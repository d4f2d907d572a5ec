import { compare } from './search/compare';
import type { Field, StructuredField } from './search/fields';
import type { Item, Operators } from './search/filter';
import { buildFilter, findField } from './search/filter';
import { invalidSearch } from './search/invalid-search';
import type { SearchRequest } from './search/search-shape';

interface SearchResponse<T extends Item> {
	items: T[];
	/** Without items there are no cursors. */
	page: { totalItems: number; hasMoreTotalItems: boolean; startCursor?: string; endCursor?: string };
}

/** As in Camunda: a count of all items would cost a look at each. */
const maxTotalItems = 10_000;

class ResultPage<T extends Item> {
	readonly #matches: (item: Item) => boolean;
	readonly #order: ((left: T, right: T) => number) | undefined;
	readonly #start: number;
	readonly #end: number;
	/** Items collected so far; more than a page when results are sorted. */
	#items: T[] = [];
	#total = 0;
	#hasMore = false;

	/** @throws TroupeError INPUT_INVALID */
	constructor(fields: readonly Field[], { filter = {}, sort = [], page = {}, ...others }: SearchRequest) {
		refuseOthers('A search', 'filter, sort and page', others);
		this.#matches = buildFilter(fields, filter);
		this.#order = buildOrder(fields, sort);
		[this.#start, this.#end] = readRange(page);
	}

	take(item: T): boolean {
		if (!this.#matches(item)) return true;
		if (this.#order) this.#takeInOrder(item);
		else if (this.#total >= Math.max(maxTotalItems, this.#end)) this.#hasMore = true;
		else if (this.#total >= this.#start && this.#total < this.#end) this.#items.push(item);
		if (!this.#hasMore) this.#total++;
		return !this.#hasMore;
	}

	response(): SearchResponse<T> {
		const items = this.#order ? this.#items.sort(this.#order).slice(this.#start, this.#end) : this.#items;
		return {
			items,
			page: {
				totalItems: this.#total,
				hasMoreTotalItems: this.#hasMore,
				...(items.length > 0 && { startCursor: toCursor(this.#start), endCursor: toCursor(this.#start + items.length - 1) }),
			},
		};
	}

	/** Drops items past the end of the page at once. */
	#takeInOrder(item: T): void {
		this.#items.push(item);
		if (this.#items.length < 2 * this.#end + 1_000) return;
		this.#items.sort(this.#order);
		this.#items.length = this.#end;
	}
}

function buildOrder<T extends Item>(
	fields: readonly Field[],
	sort: NonNullable<SearchRequest['sort']>,
): ((left: T, right: T) => number) | undefined {
	if (sort.length === 0) return undefined;
	const keys = sort.map(({ field, order, ...others }) => {
		refuseOthers('An entry of sort', 'field and order', others);
		findField(fields, field, 'sorted');
		return { field, direction: order?.toUpperCase() === 'DESC' ? -1 : 1 };
	});
	return (left, right) => {
		for (const { field, direction } of keys) {
			const missing = Number(left[field] === undefined) - Number(right[field] === undefined);
			// Missing values come last in both directions, as in Camunda.
			const difference = missing || direction * compare(left[field], right[field]);
			if (difference !== 0) return difference;
		}
		return 0;
	};
}

function readRange({ from, limit = 100, after, before, ...others }: NonNullable<SearchRequest['page']>): [start: number, end: number] {
	refuseOthers('A page', 'from, limit, after and before', others);
	const [first, second] = Object.entries({ from, after, before }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
	if (second !== undefined) throw invalidSearch(`A page has both "${first}" and "${second}".`, 'Use one of from, after and before.');
	if (after !== undefined) return [parseCursor(after) + 1, parseCursor(after) + 1 + limit];
	if (before !== undefined) return [Math.max(0, parseCursor(before) - limit), parseCursor(before)];
	return [from ?? 0, (from ?? 0) + limit];
}

/** An unknown name must not give another answer, such as everything for a filter. */
function refuseOthers(what: string, known: string, others: object): void {
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) throw invalidSearch(`${what} has no "${unknown}".`, `Use ${known}.`);
}

/** Padded, as Camunda's schema has it. */
const toCursor = (offset: number): string => Buffer.from(String(offset)).toString('base64');

function parseCursor(cursor: string): number {
	const text = Buffer.from(cursor, 'base64').toString();
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw invalidSearch('The page cursor does not come from a search.', 'Pass startCursor or endCursor of the previous page.');
}

export { searching, searchingBelow, type SearchRequest } from './search/search-shape';

/** @param fields for filters and sorting @throws TroupeError INPUT_INVALID */
export function search<T extends Item>(
	items: T[],
	fields: readonly Field<keyof T & string>[],
	request: SearchRequest | null = null,
): SearchResponse<T> {
	const page = new ResultPage<T>(fields, request ?? {});
	for (const item of items) if (!page.take(item)) break;
	return page.response();
}

export async function searchPortions<T extends Item>(
	portions: AsyncIterable<T[]>,
	fields: readonly (Field<keyof T & string> | StructuredField)[],
	request: SearchRequest | null = null,
): Promise<SearchResponse<T>> {
	const page = new ResultPage<T>(fields, request ?? {});
	for await (const portion of portions) if (!portion.every((item) => page.take(item))) break;
	return page.response();
}

/** For a filter with exactly one value: the engine then looks at nothing else. */
export function findFilterValue(request: SearchRequest | null, field: string): string | undefined {
	const values = findFilterValues(request, field);
	return values?.length === 1 ? values[0] : undefined;
}

export function findFilterValues(request: SearchRequest | null, field: string): string[] | undefined {
	const condition = request?.filter?.[field];
	if (typeof condition === 'string') return [condition];
	const { $eq, $in } = (condition ?? {}) as Operators;
	if (typeof $eq === 'string') return [$eq];
	return Array.isArray($in) && $in.every((value) => typeof value === 'string') ? $in : undefined;
}

/** Before any look-up. @throws TroupeError INPUT_INVALID */
export const checkSearch = (fields: readonly Field[], request: SearchRequest | null): void => void new ResultPage(fields, request ?? {});
