import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { listSearchFaults } from '../../core/knowledge/search/search-remarks';
import type { Language } from '../../core/base/text/languages';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { showWarnings } from '../shared/show-warnings';
import { runItems } from '../shared/run-items';
import { readHost } from './read-host';
import { type NodeTask, readTask } from './read-task';
import { nameFilter, showResults } from './show-results';
import { toItems, documentItem } from './to-items';
import { createPassage } from '../../core/knowledge/search/passages/to-passage';
import type { SearchHit } from '../../core/knowledge/search/search-request';

type Found = Extract<KnowledgeTaskResult, { operation: 'search' }>;

const page = 1_000;

/** The knowledge node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeKnowledge', async ({ signal, context }) => {
		const done: Array<{ task: NodeTask; result: KnowledgeTaskResult }> = [];
		const work = async (item: number) => {
			const host = await readHost(context, item);
			const task = await readTask(context, item);
			if (task.operation === 'list') return listAll(task, (page) => runKnowledgeTask(page, host, signal));
			const result = await runKnowledgeTask(task, host, signal);
			done.push({ task, result });
			return buildItems(context, item, task, result, await readTenantLanguage(host));
		};
		const outputs = await runItems(context, work, signal);
		showResults(context, done);
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
	if (isTool(context)) return toToolItem(result, nameFilter(task.filter));
	const { split } = context.getNodeParameter('options', item, {}) as { split?: boolean };
	return toItems(result, { split, question: String(task.question), language });
}

/** An item for each document, over as many pages as it takes. */
async function listAll(task: NodeTask, ask: (page: object) => Promise<KnowledgeTaskResult>): Promise<IDataObject[]> {
	const { limit: max = Infinity, ...rest } = task as { limit?: number };
	const items: IDataObject[] = [];
	let after: string | undefined;
	do {
		const result = await ask({ ...rest, after, limit: Math.min(page, max - items.length) });
		if (result.operation !== 'list') break;
		for (const document of result.documents) items.push({ collection: result.collection, ...documentItem(document) });
		after = result.next;
	} while (after !== undefined && items.length < max);
	return items;
}

/**
 * Builds the item for an agent's model: each passage once, with the title by which it is cited. A number would begin again with each search, and reach the
 * customer without what it stands for.
 */
function toToolItem({ hits }: Found, filter?: string): IDataObject {
	if (hits.length === 0) return { passages: [], message: explainNothing(filter) };
	return { passages: hits.map((hit) => toPassage(hit)) };
}

function explainNothing(filter?: string): string {
	if (filter === undefined) return 'No passage matched the question. The documents may not answer it.';
	return `No passage matched the question and ${filter}. Documents that the filter leaves out may answer it.`;
}

function toPassage(hit: SearchHit): IDataObject {
	const { documentId, text, score, page, bestPage = page } = hit;
	const { title } = createPassage({ ...hit, id: hit.chunkId });
	return {
		title,
		...(bestPage !== undefined && { page: bestPage }),
		document: nameDocument(documentId),
		score: Math.round(score * 100) / 100,
		text,
	};
}

/** The id of a file is its path on this machine, which is nobody's business but the operator's. */
const nameDocument = (id: string): string =>
	/^(?:[\\/]|[a-z]:[\\/])/i.test(id) ? (id.split(/[\\/]/).findLast((part) => part !== '') ?? '') : id;
