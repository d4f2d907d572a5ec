import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { listSearchFaults } from '../../core/knowledge/search/search-remarks';
import type { Gate, Language } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { showWarnings } from '../shared/show-warnings';
import { runItems } from '../shared/run-items';
import { listAll } from './list-all';
import { readHost } from './read-host';
import { type NodeTask, readTask } from './read-task';
import { showResults } from './show-results';
import { toItems } from './to-items';
import { toToolItem } from './to-tool-item';

/** The knowledge node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeKnowledge', async ({ signal }) => {
		const done: Array<{ task: NodeTask; result: KnowledgeTaskResult }> = [];
		const work = async (item: number) => {
			const host = await readHost(this, item);
			const task = await readTask(this, item);
			if (task.operation === 'list') return listAll(task, (page) => runKnowledgeTask(page, host, signal));
			const result = await runKnowledgeTask(task, host, signal);
			done.push({ task, result });
			return buildItems(this, item, task, result, await readTenantLanguage(host));
		};
		const outputs = await runItems(this, work, signal);
		showResults(this, done);
		return outputs;
	});
}

function buildItems(
	context: IExecuteFunctions,
	item: number,
	task: NodeTask,
	result: KnowledgeTaskResult,
	language?: Language,
): IDataObject | IDataObject[] {
	if (result.operation !== 'search') return toItems(result, {});
	showWarnings(context, listSearchFaults([{ ...result, passages: result.hits.length }]));
	if (isTool(context) && context.getNode().typeVersion >= 2) return toToolItem(result);
	const { split } = context.getNodeParameter('options', item, {}) as { split?: boolean };
	return toItems(result, { split, question: String(task.question), language });
}
