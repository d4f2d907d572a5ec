import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { givenJson } from '../shared/given-json';
import { type Assignment, readAssignments } from '../shared/read-assignments';

interface Condition extends Omit<Assignment, 'name'> {
	field?: string;
	comparison?: string;
}

/** Reads the filter of the form: its conditions and its JSON, which must both match. @throws TroupeError INPUT_INVALID */
export function readFilter(context: IExecuteFunctions, item: number): { filter?: unknown } {
	const { conditions = [] } = context.getNodeParameter('conditions', item, {}) as { conditions?: Condition[] };
	const filters = [...conditions.map(readCondition), ...readJson(context, item)];
	if (filters.length === 0) return {};
	return { filter: filters.length === 1 ? filters[0] : { $and: filters } };
}

function readCondition({ field = '', comparison = '$eq', ...given }: Condition): object {
	const name = field.trim();
	if (name === '')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'A condition of the filter has no field.',
			fix: 'Enter the name of a field of the metadata, such as year, or remove the condition.',
		});
	const type = comparison === '$in' || comparison === '$nin' ? 'array' : given.type;
	const values = readAssignments({ assignments: [{ ...given, type, name }] }, 'The filter');
	return { [name]: { [comparison]: values[name] } };
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
