import type { AgentTool } from '../../tools/tool-definition';
import { findReach, type AgentReach } from '../../tools/agent-reach';
import { findFlaws } from './find-flaws';
import type { Flaw } from './flow-rules';
import { type AgentFlow, type FlowEffect, type FlowMap, type FlowPath, type FlowSource, strongest } from './flow-map';
import { listEffects } from './list-effects';
import { type FlowDefinition, listSources } from './list-sources';

/** Reads the definition of a called agent. */
export type ReadFlowDefinition = (call: AgentTool) => Promise<FlowDefinition>;

/** More agents are not followed; a run calls 20 by default. */
const maxAgents = 200;

interface Member {
	flow: AgentFlow;
	definition?: FlowDefinition;
}

/** A map of an agent, and what lets texts of others act in it. */
export interface CheckedFlow extends FlowMap {
	flaws: Flaw[];
}

/** Maps which texts reach which calls of an agent and of all that it calls, and what stands between. */
export async function checkFlow(definition: FlowDefinition, read: ReadFlowDefinition): Promise<CheckedFlow> {
	const members = new Map<string, Member>();
	const visit = async (id: string, one: FlowDefinition | undefined, caller?: string): Promise<void> => {
		const known = members.get(id);
		if (known) {
			if (caller !== undefined && !known.flow.calledBy.includes(caller)) known.flow.calledBy.push(caller);
			return;
		}
		if (members.size >= maxAgents) return;
		members.set(id, { flow: await describe(id, one, caller, read), definition: one });
		for (const tool of one?.tools?.define ?? [])
			if (tool.kind === 'agent') await visit(tool.agent, await read(tool).catch(() => undefined), id);
	};
	await visit(definition.id, definition);
	const agents = [...members.values()].map(({ flow }) => flow);
	const map = { agents, paths: agents.flatMap((agent) => listPaths(agent, agents)) };
	const definitions = new Map([...members].flatMap(([id, member]) => (member.definition ? [[id, member.definition] as const] : [])));
	return { ...map, flaws: findFlaws(map, definitions) };
}

async function describe(
	id: string,
	definition: FlowDefinition | undefined,
	caller: string | undefined,
	read: ReadFlowDefinition,
): Promise<AgentFlow> {
	const calledBy = caller === undefined ? [] : [caller];
	if (!definition) return { id, calledBy, sources: [], effects: [], isUnread: true };
	const calls = (definition.tools?.define ?? []).filter((tool) => tool.kind === 'agent');
	const settings = async (call: AgentTool) => (await read(call)).tools ?? {};
	const reaches = new Map<string, AgentReach>();
	for (const call of calls) reaches.set(call.agent, await findReach(call, settings, {}, [id]));
	return { id, calledBy, sources: listSources(definition), effects: listEffects(definition, reaches) };
}

/** The texts that an agent reads reach its own calls, and those of the agents that it calls, if the call is made. */
function listPaths(agent: AgentFlow, agents: readonly AgentFlow[]): FlowPath[] {
	const sources = agent.sources.filter(({ trusted }) => !trusted);
	const own = sources.flatMap((source) => agent.effects.map((effect) => toPath(source, effect)));
	return [...own, ...sources.flatMap((source) => follow(source, agent, agents, [agent.id], []))];
}

function follow(source: FlowSource, agent: AgentFlow, agents: readonly AgentFlow[], above: string[], gates: FlowEffect[]): FlowPath[] {
	return agent.effects.flatMap((call) => {
		const called = agents.find(({ id }) => id === call.calls);
		if (!called || above.includes(called.id)) return [];
		const passed = [...gates, call];
		return [
			...called.effects.map((effect) => toPath(source, effect, passed)),
			...follow(source, called, agents, [...above, called.id], passed),
		];
	});
}

function toPath(source: FlowSource, effect: FlowEffect, gates: FlowEffect[] = []): FlowPath {
	const steps = [...gates, effect];
	const say = (one: FlowEffect) =>
		one.ways
			.filter(({ barrier }) => barrier === one.barrier)
			.map(({ between }) => between)
			.join('; or ');
	return {
		source,
		effect,
		barrier: strongest(...steps.map(({ barrier }) => barrier)),
		between: steps.map((one) => (steps.length === 1 ? say(one) : `${one.agent} calls ${one.tool}: ${say(one)}`)).join('; then '),
	};
}
