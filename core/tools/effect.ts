import { effectOfMethod, highestEffect, readEffect, type ToolEffect } from '../ports';
import type { LeadToolName } from '../leads/lead-tools';
import type { AgentTool, McpTools, ToolDefinition } from './tool-definition';

/** Returns the effect of requests such as `GET shop.example.com`. */
export const effectOfRequests = (requests: string[]): ToolEffect =>
	requests.every((request) => /^(GET|HEAD) /.test(request)) ? 'reads' : 'irreversible';

/** An entry that is wrong can be corrected in the store. */
export const effectOfLeadTool = (name: LeadToolName): ToolEffect => (name === 'read_lead' ? 'reads' : 'reversible');

/** Returns the effect of a tool by its definition, of a server the highest of its tools. What a server says about itself does not count. */
export function effectOf(tool: Exclude<ToolDefinition, AgentTool>): ToolEffect {
	switch (tool.kind) {
		case 'http':
			return tool.effect ?? effectOfMethod(tool.method);
		case 'n8n-node':
		case 'a2a':
			return tool.effect ?? 'irreversible';
		case 'mcp':
			return effectOfServer(tool);
		case 'leads':
			return tool.tools?.every((name) => effectOfLeadTool(name) === 'reads') ? 'reads' : 'reversible';
		case 'sandbox-browser':
			return effectOfRequests(tool.requests);
		default:
			return 'reads';
	}
}

/**
 * Returns the highest effect of the tools of another agent, and of the agents that it calls. One that cannot be read is `irreversible`.
 * @param read the tools of an agent
 */
export async function effectOfAgent(call: AgentTool, read: ReadTools, above: string[] = []): Promise<ToolEffect> {
	if (above.includes(call.agent)) return 'reads';
	const define = await read(call).catch(() => undefined);
	if (!define) return 'irreversible';
	const path = [...above, call.agent];
	return highestEffect(
		await Promise.all(define.map(async (tool) => (tool.kind === 'agent' ? effectOfAgent(tool, read, path) : effectOf(tool)))),
	);
}

type ReadTools = (call: AgentTool) => Promise<ToolDefinition[]>;

function effectOfServer({ effects = {}, pins, tools = pins && Object.keys(pins) }: McpTools): ToolEffect {
	return tools === undefined ? 'irreversible' : highestEffect(tools.map((name) => readEffect(effects, name)));
}
