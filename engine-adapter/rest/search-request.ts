import type { Field, StructuredField } from './search/fields';
import type { Item, Operators } from './search/filter';
import { ResultPage, type SearchResponse } from './search/result-page';
import type { SearchRequest } from './search/search-shape';

export { searching, searchingBelow, type SearchRequest } from './search/search-shape';

/**
 * Filters, sorts and pages items by their own fields.
 * @param fields what may be filtered and sorted by
 * @throws TroupeError INPUT_INVALID
 */
export function search<T extends Item>(
	items: T[],
	fields: readonly Field<keyof T & string>[],
	request: SearchRequest | null = null,
): SearchResponse<T> {
	const page = new ResultPage<T>(fields, request ?? {});
	for (const item of items) if (!page.take(item)) break;
	return page.response();
}

/** The same for items that are read in portions, as far as the page needs them. */
export async function searchPortions<T extends Item>(
	portions: AsyncIterable<T[]>,
	fields: readonly (Field<keyof T & string> | StructuredField)[],
	request: SearchRequest | null = null,
): Promise<SearchResponse<T>> {
	const page = new ResultPage<T>(fields, request ?? {});
	for await (const portion of portions) if (!portion.every((item) => page.take(item))) break;
	return page.response();
}

/** The value that a field must have, when the filter names exactly one: the engine then looks at nothing else. */
export function findFilterValue(request: SearchRequest | null, field: string): string | undefined {
	const values = findFilterValues(request, field);
	return values?.length === 1 ? values[0] : undefined;
}

/** The values of which a field must have one; undefined when the filter does not name them. */
export function findFilterValues(request: SearchRequest | null, field: string): string[] | undefined {
	const condition = request?.filter?.[field];
	if (typeof condition === 'string') return [condition];
	const { $eq, $in } = (condition ?? {}) as Operators;
	if (typeof $eq === 'string') return [$eq];
	return Array.isArray($in) && $in.every((value) => typeof value === 'string') ? $in : undefined;
}

/** Checks a search before anything is looked up for it. @throws TroupeError INPUT_INVALID */
export const checkSearch = (fields: readonly Field[], request: SearchRequest | null): void => void new ResultPage(fields, request ?? {});
