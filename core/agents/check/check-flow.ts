import type { AgentTool } from '../../tools/definition/agent-tools';
import { findReach, nameCalled, type AgentReach } from '../../tools/agent-reach';
import { findFlaws } from './find-flaws';
import type { Flaw } from './flow-rules';
import type { AgentFlow, FlowMap } from './flow-map';
import { listEffects } from './list-effects';
import { listPaths } from './list-paths';
import { type FlowDefinition, listSources } from './list-sources';

export type ReadFlowDefinition = (call: AgentTool) => Promise<FlowDefinition>;

/** Max agents followed; a run calls 20 by default. */
const maxAgents = 200;

interface Member {
	flow: AgentFlow;
	definition?: FlowDefinition;
}

export interface CheckedFlow extends FlowMap {
	flaws: Flaw[];
}

export async function checkFlow(definition: FlowDefinition, read: ReadFlowDefinition): Promise<CheckedFlow> {
	const members = await readMembers(definition, keepAnswers(read));
	const agents = [...members.values()].map(({ flow }) => flow);
	const map = { agents, paths: agents.flatMap((agent) => listPaths(agent, agents)) };
	const definitions = new Map([...members].flatMap(([id, member]) => (member.definition ? [[id, member.definition] as const] : [])));
	return { ...map, flaws: findFlaws(map, definitions) };
}

function keepAnswers<Answer>(ask: (call: AgentTool) => Promise<Answer>): (call: AgentTool) => Promise<Answer> {
	const answers = new Map<string, Promise<Answer>>();
	return (call) => {
		const answer = answers.get(nameCalled(call)) ?? ask(call);
		answers.set(nameCalled(call), answer);
		return answer;
	};
}

async function readMembers(definition: FlowDefinition, read: ReadFlowDefinition): Promise<Map<string, Member>> {
	const members = new Map<string, Member>();
	const reach = keepAnswers((call) => findReach(call, async (one) => (await read(one)).tools ?? {}));
	const visit = async (id: string, one: FlowDefinition | undefined, caller?: string): Promise<void> => {
		const known = members.get(id);
		if (known) {
			if (caller !== undefined && !known.flow.calledBy.includes(caller)) known.flow.calledBy.push(caller);
			return;
		}
		if (members.size >= maxAgents) return;
		members.set(id, { flow: await describe(id, one, caller, reach), definition: one });
		for (const tool of one?.tools?.define ?? [])
			if (tool.kind === 'agent') await visit(tool.agent, await read(tool).catch(() => undefined), id);
	};
	await visit(definition.id, definition);
	return members;
}

async function describe(
	id: string,
	definition: FlowDefinition | undefined,
	caller: string | undefined,
	reach: (call: AgentTool) => Promise<AgentReach>,
): Promise<AgentFlow> {
	const calledBy = caller === undefined ? [] : [caller];
	if (!definition) return { id, calledBy, sources: [], effects: [], isUnread: true };
	const calls = (definition.tools?.define ?? []).filter((tool) => tool.kind === 'agent');
	const reaches = new Map<string, AgentReach>();
	for (const call of calls) reaches.set(call.agent, await reach(call));
	return { id, calledBy, sources: listSources(definition), effects: listEffects(definition, reaches) };
}
