import type { Field } from '../collect-fields';
import type { Choice, Parameter } from '../node-description';

/** Puts the list of a service beside a parameter, and makes it the choices of one that has choices. */
export function fillList(parameter: Parameter, list: Choice[] | undefined): Pick<Field, 'parameter' | 'list'> {
	if (list === undefined) return { parameter };
	if (!['options', 'multiOptions'].includes(parameter.type)) return { parameter, list };
	const { loadOptionsMethod: _method, loadOptions: _request, ...typeOptions } = parameter.typeOptions ?? {};
	return { parameter: { ...parameter, typeOptions, options: list }, list };
}

/** The parameter, with the value that a person chose for all tasks of the form. */
export function withValue(parameter: Parameter, value: unknown): Parameter {
	return value === undefined ? parameter : { ...parameter, default: value };
}
