import type { Tool, ToolResult } from '../../core/ports/tools/tools';

/** A tool that gives its input back as JSON, for tests. */
export function testTool(name: string, more: Partial<Tool> = {}): Tool {
	return {
		name,
		description: `Does ${name}.`,
		parameters: { type: 'object' },
		source: 'definition',
		effect: 'irreversible',
		call: async (input): Promise<ToolResult> => ({ kind: 'ok', text: JSON.stringify(input) }),
		...more,
	};
}
