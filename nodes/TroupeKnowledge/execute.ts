import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { composeAnswer } from '../../core/knowledge/search/passages/answer-text';
import { renderPassages } from '../../core/knowledge/search/passages/passages-text';
import { listSearchFaults } from '../../core/knowledge/search/search-remarks';
import type { Language } from '../../core/base/text/languages';
import type { StoredDocument } from '../../core/ports/knowledge/stored-documents';
import type { Gate } from '../../core/ports/manifests';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { defaultGate } from '../../manifests/gate/default-gate';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { connectedChatModel } from '../shared/connected/connected-chat-model';
import { withTokens } from '../shared/connected/optional-model';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import type { NodeParts } from '../shared/knowledge/read-knowledge-host';
import { readCohere, readKnowledgeHost, readStorePlace } from '../shared/knowledge/read-knowledge-host';
import { providerFields } from '../shared/models/model-fields';
import { readSettings } from '../shared/read-credentials';
import { showWarnings } from '../shared/show-warnings';
import { runItems } from '../shared/run-items';
import { type NodeTask, readTask } from './read-task';
import { readText } from './read-text';
import { nameFilter, showResults } from './show-results';
import { createPassage } from '../../core/knowledge/search/passages/to-passage';
import type { SearchHit } from '../../core/knowledge/search/search-request';

interface Options {
	allowPrivateNetworks?: boolean;
}

const asking = ['ingest', 'search', 're-embed'];

/** The node's store, and of its credentials and connections those that the operation asks. @throws TroupeError INPUT_INVALID */
async function readHost(context: IExecuteFunctions, item: number): Promise<KnowledgeHost> {
	const choice = context.getNodeParameter('store', item, 'own');
	const { store, state } = await readStorePlace(context, choice, item);
	const { allowPrivateNetworks } = context.getNodeParameter('options', item, {}) as Options;
	const parts = { ...state, ...(await readEmbedder(context, item)), ...(await readReranker(context, item)) };
	return readKnowledgeHost(store, parts, allowPrivateNetworks);
}

async function readEmbedder(context: IExecuteFunctions, item: number): Promise<NodeParts> {
	if (!asking.includes(readText(context, 'operation', item))) return {};
	const choice = context.getNodeParameter('embedder', item, 'own') as string;
	if (!(choice in providerFields)) return {};
	return { providers: { [choice]: { ...(await readSettings(context, choice as ProviderName, item)), model: undefined } } };
}

async function readReranker(context: IExecuteFunctions, item: number): Promise<NodeParts> {
	if (context.getNodeParameter('operation', item) !== 'search') return {};
	const choice = context.getNodeParameter('reranker', item, 'none') as string;
	if (choice === 'cohere') return { cohere: await readCohere(context, item) };
	if (choice !== 'connected') return {};
	const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item);
	const model = withTokens(context, item, connectedChatModel(connected));
	if (model) return { model };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '"Reranker" is set to "Connected Chat Model", but no model is connected.',
		fix: 'Connect a chat model to the Model input of this node, or choose another reranker.',
	});
}

type Found = Extract<KnowledgeTaskResult, { operation: 'search' }>;

const page = 1_000;

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

/** Builds the item for an agent's model: each passage once, with its title for citing. Numbers would repeat in the next search. */
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

/** The id of a file is its path on this machine. */
const nameDocument = (id: string): string =>
	/^(?:[\\/]|[a-z]:[\\/])/i.test(id) ? (id.split(/[\\/]/).findLast((part) => part !== '') ?? '') : id;

type ResultOf<Operation extends KnowledgeTaskResult['operation']> = Extract<KnowledgeTaskResult, { operation: Operation }>;

/** Converts a result into items: one, or one for each entry of a list. */
function toItems(
	result: KnowledgeTaskResult,
	{ split = false, question = '', language }: { split?: boolean; question?: string; language?: Language },
): IDataObject | IDataObject[] {
	switch (result.operation) {
		case 'ingest':
			return ofIngestion(result);
		case 'search':
			return ofSearch(result, { question, split, language });
		case 'statistics':
			return result.collections.map((statistics) => ({ ...statistics }));
		case 're-embed':
			return { ...result.statistics, collection: result.collection };
		case 'list':
			return result.documents.map((document) => ({ collection: result.collection, ...documentItem(document) }));
		default: {
			const { operation: _operation, ...rest } = result;
			return { ...rest };
		}
	}
}

/** Each document with its outcome, and the whole cost: they are embedded together. */
function ofIngestion({ documents, summary }: ResultOf<'ingest'>): IDataObject[] {
	const { collection, embedding, embeddedChunks, maskedSecrets, maskedValues, costUsd, durationMs } = summary;
	const masked = { maskedSecrets, maskedValues };
	const embedder = embedding?.model ?? null;
	const task = { documents: documents.length, embedder, embeddedChunks, ...masked, costUsd: costUsd ?? null, durationMs };
	return documents.map((document) => ({ collection, ...document, task }));
}

function ofSearch(
	{ operation: _operation, searched: _searched, hits, ...details }: ResultOf<'search'>,
	{ question, split, language }: { question: string; split: boolean; language?: Language },
): IDataObject | IDataObject[] {
	if (split) return hits.map((hit, index) => ({ ...details, rank: index + 1, ...hit }));
	return { ...details, text: composeAnswer(question, hits, language), hits, passages: renderPassages(hits) };
}

/** With a date that people can read. */
function documentItem({ ingestedAt, ...document }: StoredDocument): IDataObject {
	return { ...document, ingestedAt: new Date(ingestedAt).toISOString() };
}
