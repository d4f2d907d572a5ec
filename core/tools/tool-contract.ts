import { isTroupeError } from '../base/errors';
import { compileSchema } from '../json-schema/compile-schema';
import type { Language } from '../base/text/languages';
import type { JsonSchema } from '../ports/models/models';
import { createMisfit, type ResultMisfit } from '../ports/tools/result-misfit';
import type { ToolContract, ToolLimits } from '../ports/tools/tool-shapes';
import type { Tool, ToolResult } from '../ports/tools/tools';
import { toldCalls } from '../prompt-texts/calls';
import type { ToolDefinition } from './definition/tool-settings';
import { leadToolNames } from '../leads/lead-tool-names';

export function applyContract(tool: Tool, define: ToolDefinition[]): Tool {
	const { limits, outputSchema } = findContract(tool, define);
	const limited = limits ? { ...tool, limits: { ...tool.limits, ...limits } } : tool;
	if (!outputSchema) return limited;
	const { name, effect } = tool;
	return {
		...limited,
		outputSchema,
		call: async (input, context) =>
			checkResult(await tool.call(input, context).catch((error: unknown) => hideCause(error, context.promptLanguage)), {
				name,
				effect,
				outputSchema,
			}),
	};
}

function hideCause(error: unknown, language: Language = 'en'): ToolResult {
	if (isTroupeError(error)) throw error;
	return { kind: 'error', text: toldCalls[language].failed, said: '' };
}

export function applyLimits(tool: Tool, byName: Record<string, ToolLimits> = {}): Tool {
	const limits = choose(tool, byName);
	return limits ? { ...tool, limits: { ...tool.limits, ...limits } } : tool;
}

const choose = <Value>({ name }: Tool, byName: Record<string, Value>): Value | undefined =>
	byName[Object.hasOwn(byName, name) ? name : '*'];

function findContract(tool: Tool, define: ToolDefinition[]): ToolContract {
	const definition = define.find((one) => isDefinedBy(tool, one));
	if (definition?.kind !== 'mcp' && definition?.kind !== 'leads') return definition ?? {};
	const { limits = {} } = definition;
	const outputSchemas = definition.kind === 'mcp' ? definition.outputSchemas : undefined;
	return { limits: choose(tool, limits), outputSchema: outputSchemas && choose(tool, outputSchemas) };
}

function isDefinedBy({ source, name }: Tool, definition: ToolDefinition): boolean {
	switch (definition.kind) {
		case 'mcp':
			return source === `mcp:${definition.server}`;
		case 'a2a':
			return source === `a2a:${definition.name}`;
		case 'leads':
			return source === 'definition' && leadToolNames.some((one) => one === name);
		default:
			return source === 'definition' && definition.name === name;
	}
}

/** Returns JSON that fits the schema, else an error without its content. Foreign error text is not passed on. */
export async function checkResult<Result extends Pick<ToolResult, 'kind' | 'text' | 'structured' | 'cut' | 'said'>>(
	answer: Result,
	{ name, effect, outputSchema }: Pick<Tool, 'name' | 'effect'> & { outputSchema: JsonSchema },
): Promise<Result | ResultMisfit> {
	const result = answer.structured === undefined ? answer : { ...answer, text: answer.structured };
	if (result.kind === 'error') return { ...result, ...(result.said !== undefined && { said: '' }) };
	const problem = await findResultProblem(result, outputSchema);
	return problem === undefined ? result : createMisfit({ name, effect }, "the agent's definition demands", problem);
}

async function findResultProblem({ text, cut }: Pick<ToolResult, 'text' | 'cut'>, outputSchema: JsonSchema): Promise<string | undefined> {
	if (cut) return 'it is too long to be read as a whole';
	const findProblems = await compileSchema(outputSchema, { thorough: false });
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return 'it is not JSON';
	}
	return findProblems(value).join('; ') || undefined;
}
