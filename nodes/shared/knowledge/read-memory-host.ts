import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { KnowledgeHost, MemoryHost } from '../../../providers/compose/host';
import { optionalModel } from '../connected/optional-model';
import { readState } from '../state/read-state';
import { readChosenStore, readKnowledgeHost } from './read-knowledge-host';

/**
 * The host that a node is to memory; a connected model writes its summaries.
 * @throws TroupeError INPUT_INVALID
 */
export async function readMemoryHost(context: IExecuteFunctions | ISupplyDataFunctions, item: number): Promise<MemoryHost> {
	const store = await readChosenStore(context, context.getNodeParameter('store', item, 'own'), item);
	const [model, memoryStore] = [await optionalModel(context, item), readAddress(store)];
	return {
		...readKnowledgeHost(undefined, { ...(await readState(context)), ...(model && { model }) }),
		...(memoryStore && { memoryStore }),
	};
}

/** Returns the address of the database beside Chroma: memories have no place among its vectors. */
function readAddress(store: KnowledgeHost['knowledgeStore']): string | undefined {
	if (store?.kind === 'postgres') return store.address;
	return store?.kind === 'chroma' ? store.catalogue : undefined;
}
