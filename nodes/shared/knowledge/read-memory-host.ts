import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import type { MemoryHost } from '../../../providers/compose/hosts/knowledge-host';
import { optionalModel } from '../connected/optional-model';
import { movedFault } from '../moved-fields';
import { readState } from '../state/read-state';
import { stateFieldName } from '../state/state-field';
import { readKnowledgeHost } from './read-knowledge-host';

/**
 * The host that a node is to memory; a connected model writes its summaries.
 * @throws TroupeError INPUT_INVALID
 */
export async function readMemoryHost(context: IExecuteFunctions | ISupplyDataFunctions, item: number): Promise<MemoryHost> {
	if (context.getNodeParameter('store', item, '') === 'credential' && context.getNodeParameter(stateFieldName, item, 'own') !== 'database')
		throw movedFault(
			'Store',
			'Set the field "State" to "Database", and choose its credential. To keep the data in this n8n, add the node again.',
		);
	const model = await optionalModel(context, item);
	return readKnowledgeHost(undefined, { ...(await readState(context)), ...(model && { model }) });
}
