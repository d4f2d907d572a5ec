import { TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/lossless-json';

type Item = Record<string, unknown>;
interface Operators {
	$eq?: unknown;
	$neq?: unknown;
	$exists?: boolean;
	$in?: unknown[];
	$notIn?: unknown[];
	$like?: string;
	$gt?: unknown;
	$gte?: unknown;
	$lt?: unknown;
	$lte?: unknown;
}

/** A Camunda 8 search request; everything in it is optional. */
export interface SearchRequest {
	filter?: Record<string, unknown>;
	sort?: { field: string; order?: string }[];
	page?: { from?: number; limit?: number; after?: string; before?: string };
}

interface SearchResponse<T extends Item> {
	items: T[];
	page: { totalItems: number; hasMoreTotalItems: false; startCursor: string | null; endCursor: string | null };
}

const operators = new Set(['$eq', '$neq', '$exists', '$in', '$notIn', '$like', '$gt', '$gte', '$lt', '$lte']);

/** The request as JSON Schema, for validation and the OpenAPI document. */
export const searchRequestSchema = {
	type: ['object', 'null'],
	properties: {
		filter: { type: 'object' },
		sort: {
			type: 'array',
			maxItems: 10,
			items: {
				type: 'object',
				required: ['field'],
				properties: { field: { type: 'string' }, order: { type: 'string', enum: ['ASC', 'DESC', 'asc', 'desc'] } },
			},
		},
		page: {
			type: 'object',
			properties: {
				from: { type: 'integer', minimum: 0 },
				limit: { type: 'integer', minimum: 1, maximum: 10_000 },
				after: { type: 'string' },
				before: { type: 'string' },
			},
		},
	},
} as const;

/**
 * Filters, sorts and pages items by their own fields.
 * @param fields what may be filtered and sorted by
 * @throws TroupeError INPUT_INVALID for another field or operator: a filter that is passed over in silence answers wrongly
 */
export function search<T extends Item>(items: T[], fields: readonly (keyof T & string)[], request: SearchRequest = {}): SearchResponse<T> {
	const matching = items.filter(buildFilter(fields, request.filter ?? {}));
	for (const { field, order } of [...(request.sort ?? [])].reverse()) {
		checkField(fields, field, 'sorted');
		const direction = order?.toUpperCase() === 'DESC' ? -1 : 1;
		matching.sort((left, right) => direction * compare(left[field], right[field]));
	}
	const [start, end] = readRange(request.page ?? {});
	const page = matching.slice(start, end);
	return {
		items: page,
		page: {
			totalItems: matching.length,
			hasMoreTotalItems: false,
			startCursor: page.length > 0 ? toCursor(start) : null,
			endCursor: page.length > 0 ? toCursor(start + page.length - 1) : null,
		},
	};
}

/** The value that a field must have, when the filter names exactly one: the engine then looks at nothing else. */
export function findFilterValue(request: SearchRequest | null, field: string): string | undefined {
	const condition = request?.filter?.[field];
	if (typeof condition === 'string') return condition;
	const { $eq } = (condition ?? {}) as Operators;
	return typeof $eq === 'string' ? $eq : undefined;
}

function buildFilter(fields: readonly string[], filter: Record<string, unknown>): (item: Item) => boolean {
	const conditions = Object.entries(filter).map(([field, condition]) => {
		checkField(fields, field, 'filtered');
		return [field, toOperators(condition)] as const;
	});
	return (item) => conditions.every(([field, condition]) => fulfils(item[field], condition));
}

function toOperators(condition: unknown): Operators {
	if (typeof condition !== 'object' || condition === null) return { $eq: condition };
	const unknown = Object.keys(condition).find((name) => !operators.has(name));
	if (unknown !== undefined) throw invalid(`Unknown operator "${unknown}".`, `Use one of ${[...operators].join(', ')}.`);
	return condition;
}

function fulfils(value: unknown, condition: Operators): boolean {
	const { $eq, $neq, $exists, $in, $notIn, $like } = condition;
	// One of several values, such as candidate groups, is enough.
	const same = (other: unknown) => [value].flat().some((one) => toText(one) === toText(other));
	if ($exists !== undefined && (value !== undefined && value !== null) !== $exists) return false;
	if ($eq !== undefined && !same($eq)) return false;
	if ($neq !== undefined && same($neq)) return false;
	if ($in !== undefined && !$in.some(same)) return false;
	if ($notIn !== undefined && $notIn.some(same)) return false;
	if ($like !== undefined && !isLike(toText(value), $like)) return false;
	return isInRange(value, condition);
}

function isInRange(value: unknown, { $gt, $gte, $lt, $lte }: Operators): boolean {
	if ($gt !== undefined && !(compare(value, $gt) > 0)) return false;
	if ($gte !== undefined && !(compare(value, $gte) >= 0)) return false;
	if ($lt !== undefined && !(compare(value, $lt) < 0)) return false;
	return $lte === undefined || compare(value, $lte) <= 0;
}

// Two pointers instead of a regular expression: a pattern from outside must not be able to backtrack.
function isLike(text: string, pattern: string): boolean {
	let [at, star, mark, next] = [0, -1, 0, 0];
	while (at < text.length) {
		if (pattern[next] === '*') [star, mark, next] = [next, at, next + 1];
		else if (pattern[next] === '?' || pattern[next] === text[at]) [at, next] = [at + 1, next + 1];
		else if (star >= 0) [at, mark, next] = [mark + 1, mark + 1, star + 1];
		else return false;
	}
	return /^\**$/.test(pattern.slice(next));
}

function readRange({ from = 0, limit = 100, after, before }: NonNullable<SearchRequest['page']>): [number, number] {
	if (after !== undefined) return [parseCursor(after) + 1, parseCursor(after) + 1 + limit];
	if (before !== undefined) return [Math.max(0, parseCursor(before) - limit), parseCursor(before)];
	return [from, from + limit];
}

function toCursor(offset: number): string {
	return Buffer.from(String(offset)).toString('base64url');
}

function parseCursor(cursor: string): number {
	const offset = Number(Buffer.from(cursor, 'base64url').toString() || NaN);
	if (Number.isSafeInteger(offset) && offset >= 0) return offset;
	throw invalid('The page cursor does not come from a search.', 'Pass startCursor or endCursor of the previous page.');
}

// Keys are numbers in strings, too long for a double.
function compare(left: unknown, right: unknown): number {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	const [first, second] = [toText(left), toText(right)];
	if (/^\d+$/.test(first) && /^\d+$/.test(second) && first.length !== second.length) return first.length - second.length;
	return first < second ? -1 : first > second ? 1 : 0;
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : stringifyJson(value ?? null);
}

function checkField(fields: readonly string[], field: string, use: string): void {
	if (!fields.includes(field)) throw invalid(`The result cannot be ${use} by "${field.slice(0, 64)}".`, `Use one of ${fields.join(', ')}.`);
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
