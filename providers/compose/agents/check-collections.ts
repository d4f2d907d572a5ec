import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { getErrorMessage } from '../../../core/base/errors';
import type { Host } from '../hosts/host';
import { openKnowledgeStore } from '../knowledge/knowledge-store';

interface NamedCollection {
	where: string;
	collection: string;
}

export async function checkCollections(definition: AgentDefinition, host: Host): Promise<string[]> {
	try {
		return (await listMissingCollections(definition, host)).map(describeMissing);
	} catch (error) {
		return [`${listCollections(definition)[0]!.where}.collection: ${getErrorMessage(error)}`];
	}
}

/** @throws TroupeError where the store cannot be opened */
export async function listMissingCollections(definition: AgentDefinition, host: Host): Promise<NamedCollection[]> {
	const named = listCollections(definition);
	if (named.length === 0) return [];
	const store = await openKnowledgeStore(host, { tenant: host.tenant });
	try {
		const missing = await Promise.all(named.map(async (one) => ((await store.find(one.collection)) ? [] : [one])));
		return missing.flat();
	} finally {
		await store.close();
	}
}

const listCollections = ({ knowledge, tools }: AgentDefinition): NamedCollection[] => [
	...(knowledge?.collection === undefined ? [] : [{ where: 'knowledge', collection: knowledge.collection }]),
	...(tools?.define ?? []).flatMap((tool, index) =>
		tool.kind === 'knowledge' ? [{ where: `tools.define.${index}`, collection: tool.collection }] : [],
	),
];

const describeMissing = ({ where, collection }: NamedCollection): string =>
	`${where}.collection: there is no collection "${collection}" on this machine. Ingest documents: troupe knowledge ingest PATH --into ${collection}`;
