import { effectOfMethod, highestEffect, readEffect, type ToolEffect } from '../ports';
import type { LeadToolName } from '../leads/lead-tools';
import type { AgentTool, McpTools, ToolDefinition } from './tool-definition';
import { qualifyName, toSafeName } from './tool-names';

/** Returns the effect of requests such as `GET shop.example.com`. */
export const effectOfRequests = (requests: string[]): ToolEffect =>
	requests.every((request) => /^(GET|HEAD) /.test(request)) ? 'reads' : 'irreversible';

/** An entry that is wrong can be corrected in the store. */
export const effectOfLeadTool = (name: LeadToolName): ToolEffect => (name === 'read_lead' ? 'reads' : 'reversible');

/** A call that a tool of a definition can make. */
interface PossibleCall {
	/** Names that rules can use; undefined if only the server knows them. */
	names?: string[];
	effect: ToolEffect;
}

/** Returns the effect of a tool by its definition, of a server the highest of its tools. What a server says about itself does not count. */
export const effectOf = (tool: Exclude<ToolDefinition, AgentTool>): ToolEffect =>
	highestEffect(listCalls(tool).map(({ effect }) => effect));

/** Lists the calls that a tool can make, except those of kinds that only read. */
export function listCalls(tool: Exclude<ToolDefinition, AgentTool>): PossibleCall[] {
	switch (tool.kind) {
		case 'http':
			return [{ names: [tool.name], effect: tool.effect ?? effectOfMethod(tool.method) }];
		case 'n8n-node':
		case 'a2a':
			return [{ names: [tool.name], effect: tool.effect ?? 'irreversible' }];
		case 'mcp':
			return listServerCalls(tool);
		case 'leads':
			return tool.tools?.map((name) => ({ names: [name], effect: effectOfLeadTool(name) })) ?? [{ effect: 'reversible' }];
		case 'sandbox-browser':
			return [{ names: [tool.name], effect: effectOfRequests(tool.requests) }];
		default:
			return [];
	}
}

function listServerCalls({ server, effects = {}, pins, tools = pins && Object.keys(pins) }: McpTools): PossibleCall[] {
	if (tools === undefined) return [{ effect: 'irreversible' }, { effect: 'reversible-elsewhere' }];
	return tools.map((name) => ({ names: [name, toSafeName(name), qualifyName(server, name)], effect: readEffect(effects, name) }));
}
