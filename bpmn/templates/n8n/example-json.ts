import { type Choice, isChoice, isGroup, type Parameter } from './node-description';

/** Deeper collections are shown as an empty object. */
const maxDepth = 3;

/**
 * Returns what a designer sees of a parameter that takes JSON: an example with every name of n8n's form.
 * @param columns of the table that a mapping is for
 */
export function describeShape(parameter: Parameter, columns?: Choice[]): { placeholder: string } {
	const example = toExample(parameter, 0) as object;
	if (!columns) return { placeholder: JSON.stringify(example) };
	return { placeholder: JSON.stringify({ ...example, value: Object.fromEntries(columns.map(({ value }) => [String(value), ''])) }) };
}

function toExample(parameter: Parameter, depth: number): unknown {
	const { type, typeOptions, options = [] } = parameter;
	const several = (one: unknown) => (typeOptions?.multipleValues ? [one] : one);
	if (depth > maxDepth) return {};
	switch (type) {
		case 'collection':
			return several(
				toObject(
					options.filter((option): option is Parameter => !isChoice(option) && !isGroup(option)),
					depth,
				),
			);
		case 'fixedCollection':
			return Object.fromEntries(options.filter(isGroup).map(({ name, values }) => [name, several(toObject(values, depth))]));
		case 'filter':
			return { combinator: 'and', conditions: [{ leftValue: '', operator: { type: 'string', operation: 'equals' }, rightValue: '' }] };
		case 'assignmentCollection':
			return { assignments: [{ name: '', type: 'string', value: '' }] };
		case 'resourceMapper':
			return { mappingMode: 'defineBelow', value: {} };
		case 'resourceLocator':
			return { mode: 'id', value: '' };
		case 'multiOptions':
			return [];
		default:
			return parameter.default ?? '';
	}
}

const toObject = (parameters: Parameter[], depth: number): Record<string, unknown> =>
	Object.fromEntries(parameters.map((parameter) => [parameter.name, toExample(parameter, depth + 1)]));
