import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { givenJson } from '../shared/given-json';
import { splitNames } from '../shared/split-names';

interface Condition {
	field?: string;
	comparison?: string;
	value?: unknown;
}

/** Operators of equality, and the operator that compares with each reading of a value. */
const anyReading: Record<string, string> = { $eq: '$in', $in: '$in', $ne: '$nin', $nin: '$nin' };

/** Reads the filter of the form: its conditions and its JSON, which must both match. @throws TroupeError INPUT_INVALID */
export function readFilter(context: IExecuteFunctions, item: number): { filter?: unknown } {
	const { conditions = [] } = context.getNodeParameter('conditions', item, {}) as { conditions?: Condition[] };
	const filters = [...conditions.map(readCondition), ...readJson(context, item)];
	if (filters.length === 0) return {};
	return { filter: filters.length === 1 ? filters[0] : { $and: filters } };
}

function readCondition({ field = '', comparison = '$eq', value = null }: Condition): object {
	const name = field.trim();
	if (name === '')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'A condition of the filter has no field.',
			fix: 'Enter the name of a field of the metadata, such as year, or remove the condition.',
		});
	if (comparison === '$contains') return { [name]: { $contains: value } };
	const readings = (comparison === '$in' || comparison === '$nin' ? readList(name, value) : [value]).flatMap(listReadings);
	const operator = anyReading[comparison];
	if (operator) return { [name]: { [operator]: readings } };
	// Numbers alone: as texts, "10" is less than "5", and a condition can delete.
	return { [name]: { [comparison]: readings.at(-1) } };
}

/** Reads values that are separated by commas, or a list as JSON. An expression gives what it is. */
function readList(name: string, value: unknown): unknown[] {
	const isJson = typeof value === 'string' && value.trim().startsWith('[');
	const list = isJson ? givenJson(value, `The condition on "${name}"`) : typeof value === 'string' ? splitNames(value) : [value].flat();
	// With no values, Is Not One Of would match all documents, and a condition can delete.
	if (Array.isArray(list) && list.length > 0) return list as unknown[];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The condition on "${name}" compares with a list, but its field "Value" has no values.`,
		fix: 'Enter the values, separated by commas, such as 2025, 2026.',
	});
}

/** Lists what a typed value can be: "2026" is a text or a number, "true" a text or a boolean. An expression gives what it is. */
function listReadings(value: unknown): unknown[] {
	if (typeof value !== 'string') return [value];
	if (value === 'true' || value === 'false') return [value, value === 'true'];
	return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? [value, Number(value)] : [value];
}

function readJson(context: IExecuteFunctions, item: number): unknown[] {
	const value = context.getNodeParameter('filter', item, '') as unknown;
	const filter = typeof value === 'string' && value.trim() === '' ? undefined : givenJson(value, 'The field "Filter as JSON"');
	return filter === null || filter === undefined || isEmpty(filter) ? [] : [filter];
}

/** An object without a condition means all documents, as the field does that nobody filled in. */
function isEmpty(filter: unknown): boolean {
	return typeof filter === 'object' && filter !== null && !Array.isArray(filter) && Object.keys(filter).length === 0;
}
