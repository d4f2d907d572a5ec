import { isFields } from '../base/is-fields';
import { findNearName } from '../base/text/near-name';
import type { JsonSchema } from '../ports';

type Fields = Record<string, unknown>;

const maxNames = 10;
const maxLevels = 2;
const maxChoices = 5;

/** Explains to a model why its arguments do not fit: all problems, the names that do not exist, and the form that the tool takes. */
export function explainProblem(problem: string, input: unknown, schema: JsonSchema): string {
	const unknown = listUnknown(input, schema);
	return [problem, ...(unknown ? [`no such field: ${unknown}`] : []), `the tool takes ${writeForm(schema, 0)}`].join('; ');
}

/** A name that is not an identifier can be data. */
function listUnknown(input: unknown, { properties, additionalProperties }: JsonSchema): string {
	if (additionalProperties !== false || !isFields(input)) return '';
	const known = Object.keys(isFields(properties) ? properties : {});
	return Object.keys(input)
		.filter((name) => !known.includes(name) && /^[A-Za-z_][\w-]{0,40}$/.test(name))
		.slice(0, maxNames)
		.map((name) => {
			const near = findNearName(name, known);
			return near === undefined ? name : `${name} (${near}?)`;
		})
		.join(', ');
}

/** Describes values by `<text>` and the like: an example with values would be copied. */
function writeForm(schema: unknown, level: number): string {
	if (!isFields(schema)) return '<value>';
	const { type, enum: choices, properties, required, items, pattern } = schema;
	if (Array.isArray(choices) && choices.length > 0) return writeChoices(choices);
	if (isFields(properties) && level < maxLevels) return writeFields(properties, required, level + 1);
	const [first] = [type].flat();
	if (first === 'array') return `[${writeForm(items, level + 1)}]`;
	if (first === 'string') return typeof pattern === 'string' && pattern.length <= 60 ? `<text like ${pattern}>` : '<text>';
	return `<${typeof first === 'string' ? first : 'value'}>`;
}

const writeChoices = (choices: unknown[]): string => {
	const named = choices.slice(0, maxChoices).map((choice) => JSON.stringify(choice));
	return `<${[...named, ...(choices.length > maxChoices ? ['…'] : [])].join(' or ')}>`;
};

/** Describes the fields that are required, else all, of which none is. */
function writeFields(properties: Fields, required: unknown, level: number): string {
	const known = Object.keys(properties);
	const needed = Array.isArray(required) ? known.filter((name) => required.includes(name)) : [];
	const names = (needed.length > 0 ? needed : known).slice(0, maxNames);
	return `${needed.length > 0 || known.length < 2 ? '' : 'any of '}{${names.map((name) => `${JSON.stringify(name)}: ${writeForm(properties[name], level)}`).join(', ')}}`;
}
