import type { Language } from '../../../../core/base/text/languages';

/** A form field: a flat schema of a primitive, or of a list of choices. */
interface FormField {
	name: string;
	isRequired: boolean;
	schema: Record<string, unknown>;
}

interface Choice {
	value: string;
	title: string;
}

/** Omits fields without a schema; the server then misses them. */
export function listFields({ properties, required }: Record<string, unknown>): FormField[] {
	const names = new Set(Array.isArray(required) ? required : []);
	return Object.entries((properties ?? {}) as Record<string, unknown>).flatMap(([name, schema]) =>
		typeof schema === 'object' && schema !== null ? [{ name, isRequired: names.has(name), schema: schema as Record<string, unknown> }] : [],
	);
}

/** Choices from `enum`, titled `oneOf`, or list items. */
export function listChoices({ schema }: FormField, language?: Language): Choice[] | undefined {
	if (schema.type === 'boolean') return [yes(language), no(language)].map((title, index) => ({ value: String(index === 0), title }));
	const { enum: values, enumNames, oneOf, anyOf } = (schema.type === 'array' ? (schema.items ?? {}) : schema) as Record<string, unknown>;
	if (Array.isArray(values)) {
		const titles = Array.isArray(enumNames) ? enumNames : values;
		return values.map((value, index) => ({ value: String(value), title: String(titles[index] ?? value) }));
	}
	const titled = [oneOf, anyOf].find(Array.isArray) as Array<{ const?: unknown; title?: unknown } | null> | undefined;
	return titled?.map((one) => ({ value: String(one?.const), title: String(one?.title ?? one?.const) }));
}

/** Describes a field: `Amount: In euros. (number, optional)`. */
export function describeField(field: FormField, language?: Language): string {
	const { name, isRequired, schema } = field;
	const { title, description, type } = schema;
	const label = typeof title === 'string' && title !== '' ? title : name;
	const choices = type === 'array' ? listChoices(field)?.map((choice) => choice.title) : undefined;
	const isPt = language === 'pt';
	const hints = [
		type === 'number' || type === 'integer' ? (isPt ? 'um número' : 'a number') : '',
		typeof schema.format === 'string' ? schema.format : '',
		choices ? `${isPt ? 'separados por vírgulas' : 'separated by commas'}: ${choices.join(', ')}` : '',
		isRequired ? '' : isPt ? 'opcional: pode ficar vazio' : 'optional: can be empty',
	].filter(Boolean);
	return [
		`${label}${typeof description === 'string' ? `: ${description}` : ''}`,
		...(hints.length > 0 ? [`(${hints.join('; ')})`] : []),
	].join(' ');
}

/** Converts an answer; undefined if empty. A wrong answer stays text, which the schema refuses. */
export function toFieldValue(field: FormField, answer: string): unknown {
	const said = answer.trim();
	if (said === '') return undefined;
	const { type } = field.schema;
	if (type === 'number' || type === 'integer')
		return Number.isFinite(Number(said.replace(',', '.'))) ? Number(said.replace(',', '.')) : said;
	if (type === 'boolean') return /^(yes|sim|true|y|s)$/i.test(said) ? true : /^(no|não|nao|false|n)$/i.test(said) ? false : said;
	const choices = listChoices(field) ?? [];
	const toValue = (text: string) => choices.find(({ title, value }) => title === text || value === text)?.value ?? text;
	return type === 'array' ? said.split(',').map((one) => toValue(one.trim())) : toValue(said);
}

const yes = (language?: Language): string => (language === 'pt' ? 'sim' : 'yes');
const no = (language?: Language): string => (language === 'pt' ? 'não' : 'no');
