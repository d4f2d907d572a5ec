import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { searchFaults } from '../../core/knowledge/search/search-remarks';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runKnowledgeTask } from '../../providers/compose/knowledge-task';
import { whileNodeAdmitted } from '../shared/host';
import { showWarnings } from '../shared/show-warnings';
import { runItems } from '../shared/run-items';
import { listAll } from './list-all';
import { readHost } from './read-host';
import { readTask } from './read-task';
import { toItems } from './to-items';

/** The knowledge node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeKnowledge', ({ signal }) => {
		const work = async (item: number) => {
			const host = await readHost(this, item);
			const task = await readTask(this, item);
			if (task.operation === 'list') return listAll(task, (page) => runKnowledgeTask(page, host, signal));
			const result = await runKnowledgeTask(task, host, signal);
			if (result.operation === 'search') showWarnings(this, searchFaults([{ ...result, passages: result.hits.length }]));
			return toItems(result, this.getNodeParameter('options', item, {}));
		};
		return runItems(this, work, signal);
	});
}
