import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { MemoryHost } from '../../../providers/compose/hosts/knowledge-host';
import { optionalModel } from '../connected/optional-model';
import { readState } from '../state/read-state';
import { readKnowledgeHost } from './read-knowledge-host';

/**
 * The host that a node is to memory; a connected model writes its summaries.
 * @throws TroupeError INPUT_INVALID
 */
export async function readMemoryHost(context: IExecuteFunctions | ISupplyDataFunctions, item: number): Promise<MemoryHost> {
	const model = await optionalModel(context, item);
	return readKnowledgeHost(undefined, { ...(await readState(context)), ...(model && { model }) });
}
