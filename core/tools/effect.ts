import { effectOfMethod, highestEffect, readEffect, type ToolEffect } from '../ports/tools/tool-effect';
import type { AgentTool } from './definition/agent-tools';
import type { McpTools } from './definition/server-tools';
import type { ToolDefinition } from './definition/tool-settings';
import { qualifyName, toSafeName } from './tool-names';
import type { LeadToolName } from '../leads/lead-tool-names';

export const effectOfRequests = (requests: string[]): ToolEffect =>
	requests.every((request) => /^(GET|HEAD) /.test(request)) ? 'reads' : 'irreversible';

/** A wrong entry can be corrected in the store. */
export const effectOfLeadTool = (name: LeadToolName): ToolEffect => (name === 'read_lead' ? 'reads' : 'reversible');

interface PossibleCall {
	/** For rules; undefined if only the server knows the names. */
	names?: string[];
	effect: ToolEffect;
}

/** For a server, the highest effect of its tools. A server's own statements do not count. */
export const effectOf = (tool: Exclude<ToolDefinition, AgentTool>): ToolEffect =>
	highestEffect(listCalls(tool).map(({ effect }) => effect));

export function findUsualEffect(tool: ToolDefinition): ToolEffect | undefined {
	if (tool.kind !== 'http' || tool.effect === undefined) return undefined;
	const usual = effectOfMethod(tool.method);
	return highestEffect([tool.effect, usual]) === tool.effect ? undefined : usual;
}

export function describeLowered(tool: ToolDefinition): string | undefined {
	const usual = findUsualEffect(tool);
	if (usual === undefined || tool.kind !== 'http') return undefined;
	return `${tool.name} is said to be "${tool.effect}", and a ${tool.method} is ${usual} otherwise: the rules of the host take the definition's word. Leave it out if the request does more.`;
}

export function withUsualEffect<Definition extends ToolDefinition>(tool: Definition): Definition {
	if (tool.kind === 'mcp') return { ...tool, effects: undefined };
	if (tool.kind === 'http') return findUsualEffect(tool) === undefined ? tool : { ...tool, effect: undefined };
	return tool.kind === 'a2a' || tool.kind === 'n8n-node' ? { ...tool, effect: undefined } : tool;
}

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
