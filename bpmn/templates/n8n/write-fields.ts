import type { Field } from './collect-fields';
import { encodeChoice, encodeListed, encodeStructure, isN8nExpression, isScalar } from './encode-value';
import { isChoice, isGroup, listFixedChoices, type Choice, type Parameter } from './node-description';
import { n8nNodeVariables, secretReference } from './n8n-node-job';
import { isLocator } from './value-conditions';
import { writeLocator } from './write-locator';
import { waits } from './why-not-a-task';
import { type FieldProperty, type Base, unset } from './field-property';

/** Deeper collections are shown as an empty object. */
const maxDepth = 3;

/** Returns the panel's form of a JSON parameter: an example with every name of n8n's form. @param columns of the table that a mapping is for */
function describeShape(parameter: Parameter, columns?: Choice[]): { placeholder: string } {
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

/** Returns the properties of a field: one, or for a resource locator two. */
export function writeField(field: Field, isController: boolean): FieldProperty[] {
	const { parameter } = field;
	const base: Base = {
		id: field.id,
		label: parameter.displayName,
		description: describeParameter(parameter),
		binding: { type: 'zeebe:input', name: `${n8nNodeVariables.parameters}.${field.path}` },
		...(parameter.required && !field.collection ? { constraints: { notEmpty: true } } : {}),
	};
	if (isLocator(parameter.type)) return writeLocator(field, base);
	if (parameter.typeOptions?.password && !isStructured(parameter.type)) return [{ ...base, ...writeSecret(field) }];
	return [{ ...base, ...writeInput(field, isController) }];
}

/** In a header: variables, which an input could be computed from, name no secrets. */
const writeSecret = ({ path }: Field): Input => ({
	type: 'String',
	placeholder: '${NAME}',
	constraints: secretOnly,
	binding: { type: 'zeebe:taskHeader', key: `${n8nNodeVariables.parameters}.${path}` },
});

type Input = Pick<FieldProperty, 'type'> & Partial<FieldProperty>;

function writeInput(field: Field, isController: boolean): Input {
	const { parameter, collection, list } = field;
	const { type, typeOptions } = parameter;
	if (isStructured(type)) return { type: 'Text', feel: 'optional', ...describeShape(parameter, list) };
	if (typeOptions?.multipleValues) return writeText(parameter, undefined);
	if (type === 'options' && listFixedChoices(parameter).length > 0)
		return writeDropdown(parameter, list ? encodeListed : encodeChoice, collection !== undefined);
	if (type === 'boolean' && collection) return { type: 'Dropdown', choices: [unset, ...yesOrNo] };
	return writeScalar(parameter, collection || isN8nExpression(parameter.default) ? undefined : parameter.default, isController);
}

function writeScalar(parameter: Parameter, initial: unknown, isController: boolean): Input {
	const { type } = parameter;
	if (type === 'hidden') return { type: 'Hidden', value: encodeChoice(parameter.default ?? '') };
	// Conditions cannot compare an expression.
	if (type === 'boolean') return { type: 'Boolean', value: initial === true, ...(isController ? {} : { feel: 'optional' }) };
	if (type === 'number') return { type: 'Number', feel: 'optional', ...(typeof initial === 'number' ? { value: initial } : {}) };
	return writeText(parameter, initial);
}

const isStructured = (type: string): boolean =>
	['collection', 'fixedCollection', 'filter', 'assignmentCollection', 'resourceMapper'].includes(type);

const isLong = ({ type, typeOptions }: Parameter): boolean =>
	type === 'json' || (typeOptions?.rows ?? 1) > 1 || typeOptions?.editor !== undefined || typeOptions?.multipleValues === true;

function writeText(parameter: Parameter, initial: unknown): Input {
	const { placeholder } = parameter;
	const value = encodeInitialText(initial);
	return {
		type: isLong(parameter) ? 'Text' : 'String',
		feel: 'optional',
		...(placeholder ? { placeholder } : {}),
		...(value === '' ? {} : { value }),
	};
}

/** An empty field is not set: the worker uses the default, which is empty too. */
function encodeInitialText(initial: unknown): string {
	if (typeof initial === 'object' && initial !== null) return Object.keys(initial).length === 0 ? '' : encodeStructure(initial);
	return isScalar(initial) ? String(initial) : '';
}

/** Without an initial value, the field can stay empty. */
const secretOnly = {
	pattern: { value: `^(${secretReference.source.slice(1, -1)})?$`, message: 'The name of a secret of the worker: ${NAME}.' },
};

const yesOrNo = [
	{ name: 'Yes', value: 'true' },
	{ name: 'No', value: 'false' },
];

function writeDropdown(parameter: Parameter, encode: (value: Choice['value']) => string, isInCollection: boolean): Input {
	const choices = listFixedChoices(parameter)
		.filter((choice) => !waits(choice))
		.map(({ name, value }) => ({ name, value: value === parameter.default && value === '' ? '' : encode(value) }));
	const initial = choices.find(({ value }) => [encodeInitial(parameter.default), `=${String(parameter.default)}`].includes(value));
	if (!isInCollection && initial) return { type: 'Dropdown', choices, value: initial.value };
	return { type: 'Dropdown', choices: choices.some(({ value }) => value === '') ? choices : [unset, ...choices] };
}

const encodeInitial = (value: unknown): string => (value === '' || value === undefined ? '' : encodeChoice(value));

/** n8n's own lists are shorter; those of a service can fill the panel. */
const maxDescribed = 60;

/** Its own text, without what only holds in n8n's editor, and the values that a list can have. */
function describeParameter(parameter: Parameter): string | undefined {
	const { description = '', hint = '', type } = parameter;
	const own = description.replace(/\s*Choose from the lists?, or specify [^.]*<\/a>\.?/g, '');
	const values = type === 'multiOptions' ? listFixedChoices(parameter).map(({ name, value }) => `${String(value)} (${name})`) : [];
	const more = values.length > maxDescribed ? ` and ${values.length - maxDescribed} more` : '';
	const list = values.length > 0 ? `A list of: ${values.slice(0, maxDescribed).join(', ')}${more}.` : '';
	return [own, hint, list].map(endSentence).filter(Boolean).join(' ') || undefined;
}

const endSentence = (text: string): string => (text === '' || /[.!?>]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
