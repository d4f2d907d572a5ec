import type { RawReply } from '../fake-server';
import { findAlternative } from '../is-schema';
import { checkName, missing, refuse, wrongValue } from './openai-refusals';

type Schema = Record<string, unknown>;

const notInStrict = ['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'patternProperties'];

export function checkOpenAiFormat({ response_format: format, messages }: Record<string, unknown>): RawReply | undefined {
	if (format === undefined) return undefined;
	const { type, json_schema: wanted } = (format ?? {}) as { type?: unknown; json_schema?: Record<string, unknown> };
	if (type === 'text') return undefined;
	if (type === 'json_object') return /json/i.test(JSON.stringify(messages)) ? undefined : sayJson();
	if (type !== 'json_schema') return wrongValue('response_format.type', type, ['json_object', 'json_schema', 'text']);
	if (wanted === undefined) return missing('response_format.json_schema');
	const wrong = checkName('response_format.json_schema.name', wanted.name);
	if (wrong) return wrong;
	if (wanted.schema === undefined) return wanted.strict === true ? missing('response_format.json_schema.schema') : undefined;
	const schema = wanted.schema as Schema;
	const fault = findRootFault(schema) ?? (wanted.strict === true ? strictFault(schema, []) : undefined);
	return fault === undefined
		? undefined
		: refuse('response_format', null, `Invalid schema for response_format '${String(wanted.name)}': ${fault}`);
}

function findRootFault(schema: Schema): string | undefined {
	if (schema.type !== 'object') return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(schema.type)}"'.`;
	const word = findAlternative(schema);
	return word && `schema must have type 'object' and not have '${word}' at the top level.`;
}

function sayJson(): RawReply {
	return refuse('messages', null, "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
}

function strictFault(schema: Schema, path: string[]): string | undefined {
	const context = `In context=(${path.map((step) => `'${step}'`).join(', ')})`;
	const keyword = notInStrict.find((name) => Object.hasOwn(schema, name));
	if (keyword) return `${context}, '${keyword}' is not permitted.`;
	if (schema.type === 'object') {
		if (schema.additionalProperties !== false) return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
		const required = (schema.required ?? []) as string[];
		const absent = Object.keys((schema.properties ?? {}) as Schema).find((name) => !required.includes(name));
		if (absent)
			return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${absent}'.`;
	}
	for (const [step, inner] of innerSchemas(schema)) {
		const fault = strictFault(inner, [...path, ...step]);
		if (fault) return fault;
	}
	return undefined;
}

function innerSchemas(schema: Schema): Array<[string[], Schema]> {
	const named = ['properties', '$defs', 'definitions'].flatMap((group) =>
		Object.entries((schema[group] ?? {}) as Record<string, Schema>).map(([name, inner]): [string[], Schema] => [[group, name], inner]),
	);
	const choices = ((schema.anyOf ?? []) as Schema[]).map((inner, index): [string[], Schema] => [['anyOf', String(index)], inner]);
	const items: Array<[string[], Schema]> = schema.items ? [[['items'], schema.items as Schema]] : [];
	return [...named, ...choices, ...items];
}
