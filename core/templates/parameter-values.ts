import { TroupeError } from '../base/errors';
import { findNearName } from '../base/text/near-name';
import type { ParameterValue, TemplateDescription, TemplateParameter } from './template';

export type ParameterValues = Record<string, ParameterValue>;

const maxText = 2_000;

/**
 * @param given texts of a command line, or JSON values; otherwise defaults @throws TroupeError INPUT_INVALID, naming each missing, unknown or wrong
 * parameter
 */
export function chooseValues({ id, parameters }: Pick<TemplateDescription, 'id' | 'parameters'>, given: ParameterValues): ParameterValues {
	const names = parameters.map(({ name }) => name);
	const problems = Object.keys(given)
		.filter((name) => !names.includes(name))
		.map((name) => describeUnknown(name, names));
	const values: ParameterValues = {};
	for (const parameter of parameters) {
		const value = given[parameter.name] === undefined ? parameter.default : convert(parameter, given[parameter.name]!);
		if (value === undefined) problems.push(`${parameter.name} is missing: ${parameter.title}`);
		else {
			const problem = checkValue(parameter, value);
			if (problem !== undefined) problems.push(`${parameter.name} ${problem}`);
			values[parameter.name] = value;
		}
	}
	if (problems.length === 0) return values;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The template ${id} cannot be filled in: ${problems.join('; ')}.`,
		fix: `Give each value with --set NAME=VALUE or in a JSON file with --values FILE. \`troupe template show ${id}\` lists the parameters.`,
		details: { problems },
	});
}

function describeUnknown(name: string, names: string[]): string {
	const near = findNearName(name, names);
	const hint = near ? ` (did you mean ${near}?)` : names.length > 0 ? ` (it has ${names.join(', ')})` : ' (it has none)';
	return `it has no parameter ${name.slice(0, 60)}${hint}`;
}

/** Text of a command line. Unconvertible text stays, for `checkValue` to refuse. */
function convert({ type }: TemplateParameter, value: ParameterValue): ParameterValue {
	if (typeof value !== 'string') return value;
	if (type === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
	if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
	return value;
}

/** Predicate of a sentence; undefined for a valid value. */
export function checkValue({ type, choices = [] }: TemplateParameter, value: ParameterValue): string | undefined {
	if (type === 'choice') return choices.includes(value as string) ? undefined : `must be one of ${choices.join(', ')}`;
	if (type !== 'text') return typeof value === type && Number.isFinite(Number(value)) ? undefined : `must be a ${type}`;
	if (typeof value !== 'string') return 'must be a text';
	if (value.length === 0 || value.length > maxText) return `must have 1 to ${maxText} characters`;
	// oxlint-disable-next-line no-control-regex -- the characters to refuse
	return /[\u0000-\u001f\u007f]/.test(value) ? 'must be one line without control characters' : undefined;
}
