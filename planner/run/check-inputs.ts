import { TroupeError } from '../../core/base/errors';
import type { Field } from '../tree/plan-tree';

const types: Record<Field['type'], (value: unknown) => boolean> = {
	text: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number' && Number.isFinite(value),
	boolean: (value) => typeof value === 'boolean',
	date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
	list: Array.isArray,
	object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	// A form takes its name or address, a channel brings an object.
	file: (value) => (typeof value === 'string' ? value.trim() !== '' : typeof value === 'object' && value !== null && !Array.isArray(value)),
};

/** @throws TroupeError INPUT_INVALID naming the first one that does not fit */
export function checkInputs(inputs: readonly Field[], variables: Record<string, unknown>): void {
	const unknown = Object.keys(variables).find((name) => !inputs.some((field) => field.name === name));
	if (unknown !== undefined) throw invalid(`it has no input ${JSON.stringify(unknown.slice(0, 60))}`, inputs);
	for (const { name, type, required = true, options } of inputs) {
		const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
		if (value === undefined || value === null) {
			if (required) throw invalid(`its input ${name} is missing`, inputs);
		} else if (!types[type](value)) throw invalid(`its input ${name} is not of the type ${type}`, inputs);
		else if (options?.length && !options.includes(value as string))
			throw invalid(`its input ${name} is not one of ${options.slice(0, 20).join(', ')}`, inputs);
	}
}

function invalid(why: string, inputs: readonly Field[]): TroupeError {
	const nameType = (type: Field['type']) => (type === 'file' ? 'file: its name or address, or an object' : type);
	const listed = inputs.map(({ name, type, required = true }) => `${name} (${nameType(type)}${required ? '' : ', optional'})`).join(', ');
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The plan cannot run: ${why}.`,
		fix: listed === '' ? 'Leave the variables out.' : `Give it these inputs: ${listed}.`,
	});
}
