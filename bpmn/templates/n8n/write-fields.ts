import type { Field } from './collect-fields';
import { encodeChoice, encodeStructure, isN8nExpression } from './encode-value';
import { describeShape } from './example-json';
import { listFixedChoices, type Parameter } from './node-description';
import { n8nNodeVariables, secretReference } from './n8n-node-job';
import type { TemplateProperty } from './template-document';
import { isLocator } from './value-conditions';
import { waits } from './why-not-a-task';

/** A property without what depends on the template: its group and condition. */
export type FieldProperty = Omit<TemplateProperty, 'group' | 'condition'>;

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
	return [{ ...base, ...writeInput(field, isController) }];
}

type Base = Pick<FieldProperty, 'id' | 'label' | 'description' | 'binding' | 'constraints'>;
type Input = Pick<FieldProperty, 'type'> & Partial<FieldProperty>;

function writeInput({ parameter, collection }: Field, isController: boolean): Input {
	const { type, typeOptions } = parameter;
	if (isStructured(type)) return { type: 'Text', feel: 'optional', ...describeShape(parameter) };
	if (typeOptions?.multipleValues) return writeText(parameter, undefined);
	if (type === 'options' && listFixedChoices(parameter).length > 0) return writeDropdown(parameter, collection !== undefined);
	if (type === 'boolean' && collection) return { type: 'Dropdown', choices: [unset, ...yesOrNo] };
	if (type === 'hidden') return { type: 'Hidden', value: encodeChoice(parameter.default ?? '') };
	const initial = collection || isN8nExpression(parameter.default) ? undefined : parameter.default;
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
	const { typeOptions, placeholder } = parameter;
	if (typeOptions?.password) return { type: 'String', placeholder: '${NAME}', constraints: secretOnly };
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

const unset = { name: '(not set)', value: '' };
const yesOrNo = [
	{ name: 'Yes', value: 'true' },
	{ name: 'No', value: 'false' },
];

function writeDropdown(parameter: Parameter, isInCollection: boolean): Input {
	const choices = listFixedChoices(parameter)
		.filter((choice) => !waits(choice))
		.map(({ name, value }) => ({ name, value: value === parameter.default && value === '' ? '' : encodeChoice(value) }));
	const initial = choices.find(({ value }) => value === encodeInitial(parameter.default));
	if (!isInCollection && initial) return { type: 'Dropdown', choices, value: initial.value };
	return { type: 'Dropdown', choices: choices.some(({ value }) => value === '') ? choices : [unset, ...choices] };
}

const encodeInitial = (value: unknown): string => (value === '' || value === undefined ? '' : encodeChoice(value));

/** Lists of a locator are filled by the editor of n8n, which is not there: the other modes name the resource. */
function writeLocator({ id, parameter, collection }: Field, base: Base): FieldProperty[] {
	const path = base.binding as { type: 'zeebe:input'; name: string };
	// A mode alone would set it.
	if (collection) return [{ ...base, id: `${id}.value`, type: 'String', feel: 'optional' }];
	const modes = (parameter.modes ?? []).filter(({ name }) => name !== 'list');
	const initial = parameter.default as { mode?: string; value?: unknown } | string | undefined;
	const chosen = typeof initial === 'object' ? modes.find(({ name }) => name === initial.mode) : undefined;
	const first = chosen ?? modes.find(({ name }) => name === 'id') ?? modes[0];
	const value = typeof initial === 'object' && chosen ? initial.value : undefined;
	const mode: FieldProperty = {
		id: `${id}.mode`,
		binding: { type: 'zeebe:input', name: `${path.name}.mode` },
		...(modes.length > 1
			? { type: 'Dropdown', label: `${parameter.displayName}: by`, choices: modes.map(toModeChoice), value: first!.name }
			: { type: 'Hidden', value: first?.name ?? 'list' }),
	};
	const examples = modes.flatMap(({ placeholder }) => placeholder ?? []);
	const text: FieldProperty = {
		...base,
		id: `${id}.value`,
		type: 'String',
		feel: 'optional',
		binding: { type: 'zeebe:input', name: `${path.name}.value` },
		...(examples.length > 0 ? { placeholder: examples[0] } : {}),
		...(isScalar(value) && value !== '' && !isN8nExpression(value) ? { value: String(value) } : {}),
	};
	return [mode, text];
}

const toModeChoice = ({ name, displayName }: { name: string; displayName: string }) => ({ name: displayName, value: name });

const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Its own text, without what only holds in n8n's editor, and the values that a list can have. */
function describeParameter(parameter: Parameter): string | undefined {
	const { description = '', hint = '', type } = parameter;
	const own = description.replace(/\s*Choose from the lists?, or specify [^.]*<\/a>\.?/g, '');
	const values = type === 'multiOptions' ? listFixedChoices(parameter).map(({ name, value }) => `${String(value)} (${name})`) : [];
	const list = values.length > 0 ? `A list of: ${values.join(', ')}.` : '';
	return [own, hint, list].map(endSentence).filter(Boolean).join(' ') || undefined;
}

const endSentence = (text: string): string => (text === '' || /[.!?>]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
