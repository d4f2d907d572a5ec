import { isFields } from '../base/is-fields';
import { findNearName } from '../base/text/near-name';
import type { Language } from '../base/text/languages';
import type { JsonSchema } from '../ports/models/models';
import { toldCalls } from '../prompt-texts/calls';

type Fields = Record<string, unknown>;

type Words = Record<'value' | 'text' | 'or' | 'anyOf', string> & { textLike: (pattern: string) => string };

const words: Record<Language, Words> = {
	en: { value: 'value', text: 'text', or: 'or', anyOf: 'any of', textLike: (pattern) => `text like ${pattern}` },
	pt: { value: 'valor', text: 'texto', or: 'ou', anyOf: 'algum de', textLike: (pattern) => `texto no formato ${pattern}` },
};

const maxNames = 10;
const maxLevels = 2;
const maxChoices = 5;

/** For a model: all problems in the schema's terms, unknown names, and the tool's form. */
export function explainProblem(problem: string, input: unknown, schema: JsonSchema, language: Language): string {
	const told = toldCalls[language];
	const unknown = listUnknown(input, schema);
	return [problem, ...(unknown ? [told.noSuchField(unknown)] : []), told.takes(writeForm(schema, 0, words[language]))].join('; ');
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

/** Uses `<text>` and the like: a model would copy example values. */
function writeForm(schema: unknown, level: number, form: Words): string {
	if (!isFields(schema)) return `<${form.value}>`;
	const { type, enum: choices, properties, required, items, pattern } = schema;
	if (Array.isArray(choices) && choices.length > 0) return writeChoices(choices, form);
	if (isFields(properties) && level < maxLevels) return writeFields(properties, required, level + 1, form);
	const [first] = [type].flat();
	if (first === 'array') return `[${writeForm(items, level + 1, form)}]`;
	if (first === 'string') return typeof pattern === 'string' && pattern.length <= 60 ? `<${form.textLike(pattern)}>` : `<${form.text}>`;
	return `<${typeof first === 'string' ? first : form.value}>`;
}

const writeChoices = (choices: unknown[], form: Words): string => {
	const named = choices.slice(0, maxChoices).map((choice) => JSON.stringify(choice));
	return `<${[...named, ...(choices.length > maxChoices ? ['…'] : [])].join(` ${form.or} `)}>`;
};

function writeFields(properties: Fields, required: unknown, level: number, form: Words): string {
	const known = Object.keys(properties);
	const needed = Array.isArray(required) ? known.filter((name) => required.includes(name)) : [];
	const names = (needed.length > 0 ? needed : known).slice(0, maxNames);
	const fields = names.map((name) => `${JSON.stringify(name)}: ${writeForm(properties[name], level, form)}`).join(', ');
	return `${needed.length > 0 || known.length < 2 ? '' : `${form.anyOf} `}{${fields}}`;
}
