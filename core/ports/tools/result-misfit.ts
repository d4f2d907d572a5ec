import type { Tool, ToolResult } from './tools';

export type ResultMisfit = ToolResult & { kind: 'error'; code: 'TOOL_RESULT_INVALID' };

export const unsignedAnswer = 'answer-unsigned';

/**
 * Tells the model why it does not see a result.
 * @param origin continues "the schema that …"
 */
export function createMisfit({ name, effect }: Pick<Tool, 'name' | 'effect'>, origin: string, problem: string): ResultMisfit {
	const done = effect === 'reads' ? '' : ' The tool was called and may have done its work.';
	const text = `The result of the tool ${name} does not fit the schema that ${origin}, and is not shown: ${problem}.${done} Go on without the result.`;
	return { kind: 'error', code: 'TOOL_RESULT_INVALID', text };
}
