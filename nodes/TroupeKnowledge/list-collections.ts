import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { readKnowledgeHost, readStorePlace } from '../shared/knowledge/read-knowledge-host';
import { toNodeError } from '../shared/to-node-error';
import { countNouns } from '../../core/base/text/count-nouns';

/** For the editor, which shows an error's message beside the list. */
export async function listCollections(context: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchItems[]> {
	try {
		const { store, state } = await readStorePlace(context, context.getCurrentNodeParameter('store'));
		const result = await runKnowledgeTask({ operation: 'statistics' }, readKnowledgeHost(store, state), AbortSignal.timeout(20_000));
		const collections = result.operation === 'statistics' ? result.collections : [];
		return collections
			.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
			.map(({ name, documents, stamp }) => ({
				name: `${name} (${countNouns(documents, 'document')}, ${stamp.embedding?.model ?? 'words only'})`,
				value: name,
			}));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
