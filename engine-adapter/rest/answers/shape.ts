import { json, pageOf, string, type Answers } from '../../../service/http/describe-operations';

type Schema = object;

/** As Camunda's since 8.9: missing values of the second fields are null, of the last fields absent. */
export const shape = (
	required: Record<string, Schema>,
	nullables: Record<string, Schema & { type?: unknown }> = {},
	optional: Record<string, Schema> = {},
) => {
	const always = { ...required, ...Object.fromEntries(Object.entries(nullables).map(([name, schema]) => [name, nullable(schema)])) };
	return { type: 'object', properties: { ...always, ...optional }, required: Object.keys(always) };
};

export const texts = <Name extends string>(...names: Name[]): Record<Name, typeof string> =>
	Object.fromEntries(names.map((name) => [name, string])) as Record<Name, typeof string>;

export const boolean = { type: 'boolean' } as const;
export const date = { type: 'string', format: 'date-time' } as const;
export const anything = {};
export const listOf = (items: Schema) => ({ type: 'array', items });
export const nullable = (schema: Schema & { type?: unknown }) => ({ ...schema, type: [schema.type, 'null'].flat() });
export const mapOf = (values: Schema) => ({ type: 'object', additionalProperties: values });

export const describeAnswers = (description: string, item: Schema): { search: Answers; one: Answers } => ({
	search: { 200: pageOf(item) },
	one: { 200: json(description, item) },
});
