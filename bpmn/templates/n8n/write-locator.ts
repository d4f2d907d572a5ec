import type { Field } from './collect-fields';
import { encodeListed, isN8nExpression, isScalar } from './encode-value';
import type { Choice, Parameter } from './node-description';
import type { Condition } from './template-document';
import { type FieldProperty, type Base, unset } from './field-property';

type Mode = NonNullable<Parameter['modes']>[number];

/**
 * Returns the properties of a resource locator: how the resource is named, and its name. Its list is filled by the editor of n8n; a template has it only
 * where the service was asked.
 */
export function writeLocator({ id, parameter, collection, list }: Field, base: Base): FieldProperty[] {
	// A mode alone would set it.
	if (collection) return [list ? writeList(`${id}.value`, base, list) : { ...base, id: `${id}.value`, type: 'String', feel: 'optional' }];
	const { name } = base.binding as { type: 'zeebe:input'; name: string };
	const modes = (parameter.modes ?? []).filter((mode) => mode.name !== 'list' || list);
	const named: Base = { ...base, binding: { type: 'zeebe:input', name: `${name}.value` } };
	const mode = writeMode(id, parameter, modes, list ? 'list' : 'id');
	mode.binding = { type: 'zeebe:input', name: `${name}.mode` };
	const text = writeText(id, parameter, modes, named);
	if (!list) return [mode, text];
	const byList: Condition = { type: 'simple', property: mode.id, equals: 'list' };
	const choice = { ...writeList(`${id}.list`, named, list), when: [byList] };
	const others = modes.flatMap((one) => (one.name === 'list' ? [] : [one.name]));
	return others.length === 0 ? [mode, choice] : [mode, choice, { ...text, when: [{ type: 'simple', property: mode.id, oneOf: others }] }];
}

function writeMode(id: string, parameter: Parameter, modes: Mode[], usual: string): FieldProperty {
	const first = findInitial(parameter, modes)?.mode ?? modes.find(({ name }) => name === usual) ?? modes[0];
	return {
		id: `${id}.mode`,
		binding: { type: 'zeebe:input', name: '' },
		...(modes.length > 1
			? { type: 'Dropdown', label: `${parameter.displayName}: by`, choices: modes.map(toModeChoice), value: first!.name }
			: { type: 'Hidden', value: first?.name ?? 'list' }),
	};
}

function writeText(id: string, parameter: Parameter, modes: Mode[], base: Base): FieldProperty {
	const initial = findInitial(parameter, modes);
	const value = initial?.mode.name === 'list' ? '' : initial?.value;
	const [example] = modes.flatMap(({ name, placeholder }) => (name === 'list' ? [] : (placeholder ?? [])));
	return {
		...base,
		id: `${id}.value`,
		type: 'String',
		feel: 'optional',
		...(example === undefined ? {} : { placeholder: example }),
		...(isScalar(value) && value !== '' && !isN8nExpression(value) ? { value: String(value) } : {}),
	};
}

const writeList = (id: string, base: Base, list: Choice[]): FieldProperty => ({
	...base,
	id,
	type: 'Dropdown',
	choices: [unset, ...list.map(({ name, value }) => ({ name, value: encodeListed(value) }))],
});

/** The default, if the template has its mode. */
function findInitial({ default: initial }: Parameter, modes: Mode[]): { mode: Mode; value: unknown } | undefined {
	const { mode, value } = (typeof initial === 'object' && initial !== null ? initial : {}) as { mode?: string; value?: unknown };
	const known = modes.find(({ name }) => name === mode);
	return known && { mode: known, value };
}

const toModeChoice = ({ name, displayName }: Mode) => ({ name: displayName, value: name });
