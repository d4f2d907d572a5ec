import type { RawReply } from '../fake-server';
import { findAlternative } from '../is-schema';
import { arrayTooLong, checkName, emptyArray, missing, refuse, wrongType, wrongValue } from './openai-refusals';

const maxTools = 128;

export function checkOpenAiTools({ tools, tool_choice: choice }: Record<string, unknown>): RawReply | undefined {
	if (tools === undefined)
		return choice === undefined || choice === 'none'
			? undefined
			: refuse('tool_choice', null, "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.");
	if (!Array.isArray(tools)) return wrongType('tools', 'an array of objects', tools);
	if (tools.length === 0) return emptyArray('tools');
	if (tools.length > maxTools) return arrayTooLong('tools', maxTools, tools.length);
	for (const [index, tool] of tools.entries()) {
		const wrong = checkTool((tool ?? {}) as Record<string, unknown>, `tools[${index}]`);
		if (wrong) return wrong;
	}
	return checkChoice(choice, tools as Array<{ function: { name: string } }>);
}

function checkTool(tool: Record<string, unknown>, where: string): RawReply | undefined {
	if (tool.type !== 'function') return wrongValue(`${where}.type`, tool.type, ['function', 'custom']);
	const { name, description, parameters } = (tool.function ?? {}) as Record<string, unknown>;
	const wrong = checkName(`${where}.function.name`, name);
	if (wrong) return wrong;
	if (description !== undefined && typeof description !== 'string')
		return wrongType(`${where}.function.description`, 'a string', description);
	if (parameters === undefined) return undefined;
	const problem = findProblem(parameters ?? {});
	if (problem === undefined) return undefined;
	return refuse(
		`${where}.function.parameters`,
		'invalid_function_parameters',
		`Invalid schema for function '${name as string}': ${problem}`,
	);
}

function findProblem(schema: { type?: unknown }): string | undefined {
	if (schema.type !== 'object') return `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(schema.type)}"'.`;
	if (findAlternative(schema)) return "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.";
	const text = JSON.stringify(schema);
	if (/"pattern":"[^"]*\(\?[=!<]/.test(text)) return 'a pattern is not a valid regex: look-around is not supported.';
	return lacksItems(schema) ? 'array schema missing items.' : undefined;
}

function lacksItems(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const isBare = 'type' in value && value.type === 'array' && !('items' in value) && !('prefixItems' in value);
	return isBare || Object.values(value).some(lacksItems);
}

function checkChoice(choice: unknown, tools: Array<{ function: { name: string } }>): RawReply | undefined {
	if (choice === undefined || ['none', 'auto', 'required'].includes(choice as string)) return undefined;
	if (typeof choice !== 'object' || choice === null) return wrongValue('tool_choice', choice, ['none', 'auto', 'required']);
	const { type, function: named } = choice as { type?: unknown; function?: { name?: string } };
	if (type !== 'function') return wrongValue('tool_choice.type', type, ['allowed_tools', 'function', 'custom']);
	if (named?.name === undefined) return missing('tool_choice.function.name');
	if (tools.some((tool) => tool.function.name === named.name)) return undefined;
	return refuse('tool_choice', null, `Invalid value for 'tool_choice': Tool choice '${named.name}' not found in 'tools' parameter.`);
}
