import { isAddress } from '../../flow/destination';
import { readEffect, type ToolEffect } from '../../ports/tools/tool-effect';
import type { AgentReach } from '../../tools/agent-reach';
import { effectOf, effectOfLeadTool } from '../../tools/effect';
import type { ToolDefinition } from '../../tools/definition/tool-settings';
import { type FlowEffect, weakest } from './flow-map';
import { addDemands } from './demand-of-policy';
import { findWays } from './find-ways';
import { type FlowDefinition, isListed, listTools, type NamedTool } from './list-sources';
import type { LeadToolName } from '../../leads/lead-tool-names';

/** Lists calls that matter: those that change something, tell others their arguments, or call agents. @param reaches of the called agents, by id */
export const listEffects = (definition: FlowDefinition, reaches: ReadonlyMap<string, AgentReach>): FlowEffect[] =>
	listTools(definition).flatMap((tool) => describe(tool, definition, reaches) ?? []);

/** Undefined for a tool that only reads and tells nobody. */
function describe(
	tool: NamedTool,
	{ id, tools = {}, guardrails }: FlowDefinition,
	reaches: ReadonlyMap<string, AgentReach>,
): FlowEffect | undefined {
	const effect = findEffect(tool, reaches);
	const calls = tool.definition?.kind === 'agent' ? tool.definition.agent : undefined;
	const isAgent = calls !== undefined;
	const tells = !isAgent && effect === 'reads' && (isListed(tools.tells, tool) || addressArguments(tool.definition).length > 0);
	if (effect === 'reads' && !tells && !isAgent) return undefined;
	const decided = isAgent ? (reaches.get(calls)?.unasked ?? 'irreversible') : effect;
	const ruled = findWays(tools, { names: tool.names, effect: decided, isAgent });
	const ways = addDemands(ruled, guardrails?.policy, { effect, tells, ...(isAgent && { calls }) });
	return {
		...{ agent: id, tool: tool.name, effect, tells, where: tool.where, barrier: weakest(ways.map((way) => way.barrier)), ways },
		...(isAgent && { calls }),
		...(!tool.definition && { isConnected: true }),
	};
}

function findEffect({ definition, name }: NamedTool, reaches: ReadonlyMap<string, AgentReach>): ToolEffect {
	if (!definition) return 'irreversible';
	if (definition.kind === 'agent') return reaches.get(definition.agent)?.effect ?? 'irreversible';
	if (definition.kind === 'leads') return effectOfLeadTool(name as LeadToolName);
	if (definition.kind === 'mcp' && !name.endsWith('*')) return readEffect(definition.effects ?? {}, name);
	return effectOf(definition);
}

export function addressArguments(tool: ToolDefinition | undefined): string[] {
	const parameters = tool && 'parameters' in tool ? tool.parameters?.properties : undefined;
	return Object.keys(parameters ?? {}).filter((name) => isAddress({ name, value: '' }));
}
