import type { Fields } from '../fake-server';
import { findAlternative, isSchema } from '../is-schema';

const toolFields = ['name', 'description', 'input_schema', 'cache_control', 'strict', 'type'];

export function checkAnthropicTools({ tools, tool_choice: choice }: Fields): string | undefined {
	if (tools === undefined) return choice === undefined ? undefined : 'tool_choice may only be specified while providing tools.';
	if (!Array.isArray(tools)) return 'tools: Input should be a valid list';
	for (const [index, tool] of tools.entries()) {
		const wrong = checkTool(tool, `tools.${index}.custom`);
		if (wrong) return wrong;
	}
	const names = tools.map(({ name }) => name);
	if (new Set(names).size < names.length) return 'tools: Tool names must be unique.';
	return choice === undefined ? undefined : checkChoice(choice as Fields, names);
}

function checkTool(tool: Fields, at: string): string | undefined {
	const unknown = Object.keys(tool).find((field) => !toolFields.includes(field));
	if (unknown) return `${at}.${unknown}: Extra inputs are not permitted`;
	if (!/^[a-zA-Z0-9_-]{1,128}$/.test(String(tool.name))) return `${at}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
	const schema = tool.input_schema as Fields | undefined;
	if (schema?.type !== 'object') return `${at}.input_schema.type: Input should be 'object'`;
	if (findAlternative(schema)) return `${at}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`;
	const name = Object.keys(schema.properties ?? {}).find((each) => !/^[\w.-]{1,64}$/.test(each));
	if (name !== undefined) return `${at}.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`;
	return isSchema(schema) ? undefined : `${at}.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12.`;
}

function checkChoice({ type, name }: Fields, names: unknown[]): string | undefined {
	if (!['auto', 'any', 'none', 'tool'].includes(type as string))
		return "tool_choice: Input tag found using 'type' does not match any of the expected tags";
	return type === 'tool' && !names.includes(name) ? `tool_choice: Tool '${String(name)}' not found in provided tools` : undefined;
}

const formatKeywords: Record<string, string[]> = {
	object: ['properties', 'required', 'additionalProperties'],
	array: ['items', 'minItems'],
	string: ['format', 'pattern'],
};
const always = ['type', 'title', 'description', 'enum', 'const', 'anyOf', 'allOf', '$ref', '$defs', 'default'];

/** Finds what the real service refuses in an answer's format: it knows a part of JSON schema, and wants every object closed. */
export function checkAnthropicFormat(format: unknown): string | undefined {
	const { type, schema, ...rest } = format as Fields;
	if (type !== 'json_schema') return "output_config.format.type: Input should be 'json_schema'";
	if (Object.keys(rest).length > 0) return `output_config.format.${Object.keys(rest)[0]}: Extra inputs are not permitted`;
	if (!isSchema(schema)) return 'output_config.format.schema: Invalid schema.';
	const wrong = checkClosed(schema as Fields);
	return wrong && `output_config.format.schema: ${wrong}`;
}

function checkClosed(schema: Fields): string | undefined {
	const { type } = schema as { type?: string };
	if (type === 'object' && schema.additionalProperties !== false)
		return "For 'object' type, 'additionalProperties' must be explicitly set to false";
	const unknown = Object.keys(schema).find((word) => !always.includes(word) && !formatKeywords[type ?? '']?.includes(word));
	if (unknown) return `For '${type}' type, property '${unknown}' is not supported`;
	const inner = [...Object.values((schema.properties ?? {}) as Fields), schema.items, ...((schema.anyOf ?? []) as unknown[])];
	for (const one of inner) {
		const wrong = typeof one === 'object' && one !== null ? checkClosed(one as Fields) : undefined;
		if (wrong) return wrong;
	}
	return undefined;
}
