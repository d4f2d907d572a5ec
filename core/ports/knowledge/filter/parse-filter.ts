import { TroupeError } from '../../../base/errors';
import { jsonFault } from '../../../base/text/json/json-fault';
import type { Filter } from './filter';

export const filterBounds = { depth: 8, conditions: 100, values: 1_000, characters: 1_000, fieldCharacters: 100 } as const;

type Scalar = string | number | boolean;
type Bound = Extract<Filter, { kind: 'range' }>['bound'];

const bounds: Record<string, Bound> = { $gt: 'above', $gte: 'from', $lt: 'below', $lte: 'to' };
const operators = ['$eq', '$ne', '$in', '$nin', ...Object.keys(bounds), '$contains'];
const joins = ['$and', '$or', '$not'];
const form = 'such as {"year": {"$gte": 2024}, "$not": {"status": "draft"}}';

/**
 * MongoDB's syntax, shared by vector stores: `{"field": value}`, `$eq $ne $in $nin $gt $gte $lt $lte $contains` on fields, `$and $or $not` around
 * them. All members of an object must fit. @throws TroupeError FILTER_INVALID, with the place, what was expected and what was found
 */
export function parseFilter(value: unknown): Filter {
	return new FilterReader().object(value, 'filter', 0);
}

/** Returns the checked filter as it was written. @throws TroupeError FILTER_INVALID */
export function readFilterText(text: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (fault) {
		throw new TroupeError({
			code: 'FILTER_INVALID',
			message: `The filter is not JSON: ${jsonFault(fault)}.`,
			fix: 'Pass an object such as {"year": 2026}; on a command line, quoted for the shell.',
		});
	}
	parseFilter(value);
	return value as Record<string, unknown>;
}

class FilterReader {
	#conditions = 0;

	object(value: unknown, place: string, depth: number): Filter {
		if (depth > filterBounds.depth) throw invalid(place, `at most ${filterBounds.depth} levels`, 'more');
		if (!isObject(value)) throw invalid(place, `an object ${form}`, describeKind(value));
		return all(Object.entries(value).map(([key, member]) => this.#member(key, member, `${place}.${shortenName(key)}`, depth)));
	}

	#member(key: string, value: unknown, place: string, depth: number): Filter {
		if (key === '$not') return { kind: 'not', filter: this.object(value, place, depth + 1) };
		if (key === '$and' || key === '$or') return { kind: key === '$and' ? 'and' : 'or', filters: this.#list(value, place, depth) };
		if (key.startsWith('$')) throw invalid(place, `one of ${joins.join(', ')}, or the name of a field`, shortenName(key));
		if (key === '' || key.length > filterBounds.fieldCharacters)
			throw invalid(place, `a name of 1 to ${filterBounds.fieldCharacters} characters`, `${key.length} characters`);
		return isObject(value) ? this.#operators(key, value, place) : this.#operator(key, '$eq', value, place);
	}

	#list(value: unknown, place: string, depth: number): Filter[] {
		if (!Array.isArray(value) || value.length === 0) throw invalid(place, 'a list of at least one filter', describeKind(value));
		return value.map((filter, index) => this.object(filter, `${place}[${index}]`, depth + 1));
	}

	#operators(field: string, value: Record<string, unknown>, place: string): Filter {
		const members = Object.entries(value);
		if (members.length === 0) throw invalid(place, `one of ${operators.join(', ')}`, 'an empty object');
		return all(members.map(([operator, operand]) => this.#operator(field, operator, operand, `${place}.${shortenName(operator)}`)));
	}

	#operator(field: string, operator: string, value: unknown, place: string): Filter {
		this.#conditions += 1;
		if (this.#conditions > filterBounds.conditions) throw invalid(place, `at most ${filterBounds.conditions} conditions`, 'more');
		const bound = bounds[operator];
		if (bound) return { kind: 'range', field, bound, value: this.#value(value, place, ['number', 'string']) as number | string };
		switch (operator) {
			case '$eq':
				return { kind: 'equals', field, value: this.#value(value, place) };
			case '$ne':
				return { kind: 'not', filter: { kind: 'equals', field, value: this.#value(value, place) } };
			case '$in':
				return { kind: 'in', field, values: this.#values(value, place) };
			case '$nin':
				return { kind: 'not', filter: { kind: 'in', field, values: this.#values(value, place) } };
			case '$contains':
				return { kind: 'contains', field, value: this.#value(value, place, ['string']) as string };
			default:
				throw invalid(place, `one of ${operators.join(', ')}`, shortenName(operator));
		}
	}

	#values(value: unknown, place: string): Scalar[] {
		const fits = Array.isArray(value) && value.length > 0 && value.length <= filterBounds.values;
		if (!fits) throw invalid(place, `a list of 1 to ${filterBounds.values} values`, describeKind(value));
		return value.map((member, index) => this.#value(member, `${place}[${index}]`));
	}

	#value(value: unknown, place: string, kinds = ['string', 'number', 'boolean']): Scalar {
		if (!kinds.includes(typeof value) || (typeof value === 'number' && !Number.isFinite(value)))
			throw invalid(place, `a ${kinds.join(' or ')}${Array.isArray(value) ? '; for a list use {"$in": […]}' : ''}`, describeKind(value));
		if (typeof value === 'string' && value.length > filterBounds.characters)
			throw invalid(place, `at most ${filterBounds.characters} characters`, `${value.length}`);
		return value as Scalar;
	}
}

/** A single filter needs no list; an empty list fits all. */
function all(filters: Filter[]): Filter {
	return filters.length === 1 ? filters[0]! : { kind: 'and', filters };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeKind(value: unknown): string {
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (value === null) return 'null';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A name can be of any length. */
function shortenName(name: string): string {
	return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function invalid(place: string, expected: string, actual: string): TroupeError {
	return new TroupeError({
		code: 'FILTER_INVALID',
		message: `Invalid filter at ${place}: expected ${expected}, got ${actual}.`,
		fix: `Write it as JSON, ${form}.`,
		details: { place, expected, actual },
	});
}
