import { json, pageOf, string, type Answers } from '../../../service/http/describe-operations';

type Schema = object;

/** Describes an object with these fields; the optional ones are absent where they have no value, as in Camunda's answers of 8.8. */
export const shape = (required: Record<string, Schema>, optional: Record<string, Schema> = {}) => ({
	type: 'object',
	properties: { ...required, ...optional },
	required: Object.keys(required),
});

/** Describes fields with texts; keys are texts too. */
export const texts = <Name extends string>(...names: Name[]): Record<Name, Schema> =>
	Object.fromEntries(names.map((name) => [name, string])) as Record<Name, Schema>;

export const boolean = { type: 'boolean' } as const;
export const date = { type: 'string', format: 'date-time' } as const;
export const anything = {};
export const listOf = (items: Schema) => ({ type: 'array', items });
export const nullable = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] });
export const mapOf = (values: Schema) => ({ type: 'object', additionalProperties: values });

/** Describes the answers to a search, and to a request for one item. */
export const describeAnswers = (description: string, item: Schema): { search: Answers; one: Answers } => ({
	search: { 200: pageOf(item) },
	one: { 200: json(description, item) },
});
