import type { Filter, Metadata, MetadataValue } from './filter';

type Scalar = string | number | boolean;

/** Reference for the stores' own filters. @param metadata with the document's own fields */
export function fitsFilter(filter: Filter, metadata: Metadata): boolean {
	switch (filter.kind) {
		case 'and':
			return filter.filters.every((part) => fitsFilter(part, metadata));
		case 'or':
			return filter.filters.some((part) => fitsFilter(part, metadata));
		case 'not':
			return !fitsFilter(filter.filter, metadata);
		default:
			return fitsCondition(filter, Object.hasOwn(metadata, filter.field) ? metadata[filter.field] : undefined);
	}
}

function fitsCondition(condition: Exclude<Filter, { kind: 'and' | 'or' | 'not' }>, value: MetadataValue | undefined): boolean {
	if (value === undefined) return false;
	switch (condition.kind) {
		case 'equals':
			return listMembers(value).includes(condition.value);
		case 'in':
			return listMembers(value).some((member) => condition.values.includes(member));
		case 'contains':
			return listMembers(value).some((member) => typeof member === 'string' && member.includes(condition.value));
		case 'range':
			return isOrdered(value, condition.value) && fitsBound(compare(value, condition.value), condition.bound);
	}
}

function listMembers(value: MetadataValue): readonly Scalar[] {
	return Array.isArray(value) ? value : [value];
}

function isOrdered(value: MetadataValue, bound: number | string): value is number | string {
	return typeof value === typeof bound;
}

/** By code point, as in binary collations of databases; JavaScript's `<` compares code units. */
function compare(a: number | string, b: number | string): number {
	if (typeof a === 'number') return a - (b as number);
	const left = Buffer.from(a);
	const right = Buffer.from(b as string);
	return Buffer.compare(left, right);
}

function fitsBound(order: number, bound: Extract<Filter, { kind: 'range' }>['bound']): boolean {
	switch (bound) {
		case 'above':
			return order > 0;
		case 'from':
			return order >= 0;
		case 'below':
			return order < 0;
		case 'to':
			return order <= 0;
	}
}
