import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { getErrorMessage } from '../../../core/base/errors';
import type { Host } from '../hosts/host';
import { openKnowledgeStore } from '../knowledge/knowledge-store';

/** Names the collections of a definition that this machine does not have. */
export async function checkCollections({ knowledge, tools }: AgentDefinition, host: Host): Promise<string[]> {
	const named = [
		...(knowledge?.collection === undefined ? [] : [{ where: 'knowledge', collection: knowledge.collection }]),
		...(tools?.define ?? []).flatMap((tool, index) =>
			tool.kind === 'knowledge' ? [{ where: `tools.define.${index}`, collection: tool.collection }] : [],
		),
	];
	if (named.length === 0) return [];
	try {
		const store = await openKnowledgeStore(host, { tenant: host.tenant });
		try {
			const missing = await Promise.all(named.map(async (one) => ((await store.find(one.collection)) ? [] : [one])));
			return missing.flat().map(describeMissing);
		} finally {
			await store.close();
		}
	} catch (error) {
		return [`${named[0]!.where}.collection: ${getErrorMessage(error)}`];
	}
}

const describeMissing = ({ where, collection }: { where: string; collection: string }): string =>
	`${where}.collection: there is no collection "${collection}" on this machine. Ingest documents: troupe knowledge ingest PATH --into ${collection}`;
