import { createHash } from 'node:crypto';
import { TroupeError } from '../base/errors';
import { canonicalJson } from '../json-schema/canonical-json';
import type { Tool } from '../ports/tools/tools';

/** SHA-256, in hex, of all that a server says about a tool and that Troupe uses. */
export function computePin({
	name,
	description,
	parameters,
	outputSchema,
}: Pick<Tool, 'name' | 'description' | 'parameters' | 'outputSchema'>): string {
	const said = { name, description, parameters, ...(outputSchema && { outputSchema }) };
	return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

/** By name. @throws TroupeError TOOL_CHANGED */
export function checkPins(server: string, tools: Tool[], pins: Record<string, string>): void {
	for (const tool of tools) {
		const expected = pins[tool.name];
		const actual = computePin(tool);
		if (actual === expected) continue;
		throw new TroupeError({
			code: 'TOOL_CHANGED',
			message: `The tool ${tool.name} of the MCP server "${server}" is not the pinned one: its description, its parameters or the schema of its results have changed.`,
			fix: 'Read what the server says now (`troupe agent tools`). If it is right, put the new hash into "pins" of the definition, and publish a signed agent again.',
			details: { server, tool: tool.name, expected, actual },
		});
	}
}
