import type { Field, StructuredField } from './search/fields';
import type { Item, Operators } from './search/filter';
import { ResultPage, type SearchResponse } from './search/result-page';
import type { SearchRequest } from './search/search-shape';

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

/** Undefined without values in the filter. */
export function findFilterValues(request: SearchRequest | null, field: string): string[] | undefined {
	const condition = request?.filter?.[field];
	if (typeof condition === 'string') return [condition];
	const { $eq, $in } = (condition ?? {}) as Operators;
	if (typeof $eq === 'string') return [$eq];
	return Array.isArray($in) && $in.every((value) => typeof value === 'string') ? $in : undefined;
}

/** Before any look-up. @throws TroupeError INPUT_INVALID */
export const checkSearch = (fields: readonly Field[], request: SearchRequest | null): void => void new ResultPage(fields, request ?? {});
