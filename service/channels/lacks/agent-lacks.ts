import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Lack } from '../../../core/ports/channels/lacks';
import type { NamedAgent } from '../../../providers/compose/agents/agent-reference';
import { listMissingCollections } from '../../../providers/compose/agents/check-collections';
import { readDefinition } from '../../../providers/compose/agents/read-definition';
import { requireModel } from '../../../providers/compose/models/models';
import { lackOf } from './lack';
import type { LackPlace } from './lack-place';
import { findModelLacks } from './model-lacks';
import { findToolLacks } from './tool-lacks';

const maxAgents = 50;

export async function findAgentLacks(reference: NamedAgent, place: LackPlace, neededBy: string, seen: Set<string>): Promise<Lack[]> {
	const { id } = reference;
	if (seen.has(id) || seen.size >= maxAgents) return [];
	seen.add(id);
	let definition: AgentDefinition;
	try {
		({ definition } = await readDefinition(reference, place.host));
	} catch (error) {
		return [lackOf(error, { kind: 'agent', name: id, neededBy })];
	}
	const define = definition.tools?.define ?? [];
	const found = await Promise.all([
		findModel(definition, place),
		findCollections(definition, place),
		...define.map((tool) => findToolLacks(tool, id, place)),
	]);
	const called: Lack[] = [];
	for (const tool of define)
		if (tool.kind === 'agent') {
			const next = { kind: 'id' as const, id: tool.agent, ...(tool.range !== undefined && { range: tool.range }) };
			called.push(...(await findAgentLacks(next, place, `the agent ${id}, which calls it`, seen)));
		}
	return [...found.flat(), ...called];
}

async function findModel(definition: AgentDefinition, place: LackPlace): Promise<Lack[]> {
	const neededBy = `the agent ${definition.id}`;
	try {
		await requireModel(definition, place.host);
	} catch (error) {
		return [lackOf(error, { kind: 'model', name: definition.model.route[0]?.provider ?? 'model', neededBy })];
	}
	return findModelLacks(definition, neededBy, place);
}

async function findCollections(definition: AgentDefinition, { host, tenant }: LackPlace): Promise<Lack[]> {
	const of = { kind: 'collection' as const, neededBy: `the agent ${definition.id}` };
	try {
		return (await listMissingCollections(definition, { ...host, tenant })).map(({ collection }) => ({
			...{ ...of, name: collection, state: 'missing' as const, reason: `There is no collection "${collection}".` },
			fix: `Ingest documents: troupe knowledge ingest PATH --into ${collection}`,
		}));
	} catch (error) {
		return [lackOf(error, { ...of, name: 'knowledge store' })];
	}
}
