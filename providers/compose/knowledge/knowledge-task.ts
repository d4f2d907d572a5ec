/** Runs knowledge tasks outside an agent: node "Troupe Knowledge", job types `troupe:ingest` and `troupe:retrieve`. */
import { TroupeError } from '../../../core/base/errors';
import { findCollection } from '../../../core/knowledge/find-collection';
import type { IngestedDocument, IngestEvent } from '../../../core/knowledge/ingest/ingest-events';
import type { KnowledgeTask, KnowledgeTaskResult } from '../../../core/knowledge/knowledge-task';
import { parseKnowledgeTask } from '../../../core/knowledge/parse-knowledge-task';
import { retainDocuments } from '../../../core/knowledge/retain/retain-documents';
import { systemClock } from '../../../core/ports/host';
import type { DocumentSelection } from '../../../core/ports/knowledge/knowledge-store';
import { checkWriter, othersDoor, type Writer } from '../../../core/ports/knowledge/writers';
import { givenDocuments } from '../../sources/given-documents';
import { WebPages } from '../../sources/web-pages';
import { type Knowledge, openKnowledge } from './knowledge';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import type { VaultHost } from '../hosts/state-host';
import { describeSearch } from './describe-search';
import { withinTime } from '../within-time';

type TaskHost = KnowledgeHost & Pick<VaultHost, 'process' | 'workflow'>;

interface Parts {
	knowledge: Knowledge;
	host: TaskHost;
	signal: AbortSignal;
	onEvent?: (event: IngestEvent) => void;
}

/**
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE, FILTER_INVALID, KNOWLEDGE_*, MODEL_*, DEPENDENCY_MISSING, SCANNER_UNREACHABLE, BUDGET_EXCEEDED,
 * RATE_LIMITED, CANCELLED
 */
export async function runKnowledgeTask(
	given: unknown,
	host: TaskHost,
	signal: AbortSignal,
	onEvent?: (event: IngestEvent) => void,
): Promise<KnowledgeTaskResult> {
	const task = await parseKnowledgeTask(given);
	const knowledge = await openKnowledge(host);
	const work = (until: AbortSignal) => perform(task, { knowledge, host, signal: until, onEvent });
	return withinTime(task.timeoutMs, signal, work, (cause) => timedOut(task, cause));
}

type TaskOf<Operation extends KnowledgeTask['operation']> = Extract<KnowledgeTask, { operation: Operation }>;

function perform(task: KnowledgeTask, parts: Parts): Promise<KnowledgeTaskResult> {
	switch (task.operation) {
		case 'ingest':
			return ingest(task, parts);
		case 'search':
			return search(task, parts);
		case 'list':
			return list(task, parts);
		case 'delete':
			return remove(task, parts);
		case 'retain':
			return retain(task, parts);
		case 're-embed':
			return reembed(task, parts);
		case 'statistics':
			return statistics(task, parts);
	}
}

async function ingest(
	{ collection, documents: given, origins = [], embedder, chunking, personalData, orders, outliers, asker }: TaskOf<'ingest'>,
	parts: Parts,
): Promise<KnowledgeTaskResult> {
	const { knowledge, host, signal, onEvent } = parts;
	const documents: IngestedDocument[] = [];
	const web = new WebPages({ allowPrivateNetworks: host.allowPrivateNetworks });
	const sources = givenDocuments(given, web);
	const { door, ...named } = nameWriter(asker, host);
	const writer = { ...named, door: origins.length > 0 ? `${othersDoor}${door}` : door };
	const choice = { embedder, chunking, personalData, orders, outliers, writer };
	const summary = await knowledge.ingest(collection, sources, choice, signal, (event) => {
		if (event.kind === 'document') documents.push(event.document);
		onEvent?.(event);
	});
	const places = new Map(sources.map(({ id }, place) => [id, place]));
	documents.sort((a, b) => places.get(a.id)! - places.get(b.id)!);
	return { operation: 'ingest', documents, summary };
}

async function search(
	{ collection, operation, timeoutMs: _, ...choice }: TaskOf<'search'>,
	{ knowledge, host, signal }: Parts,
): Promise<KnowledgeTaskResult> {
	const result = await knowledge.search(collection, choice, signal);
	const { hits, ...facts } = result;
	const searched = { ...(await describeSearch(collection, choice.question, hits, host)), ...facts };
	return { operation, collection, ...result, searched };
}

async function list({ collection: name, after, limit, ...given }: TaskOf<'list'>, { knowledge }: Parts): Promise<KnowledgeTaskResult> {
	const collection = await findCollection(knowledge.store, name);
	// One more than requested shows whether more exist.
	const page = await collection.documents(toSelection(given), { after, limit: limit + 1 });
	const documents = page.slice(0, limit);
	return { operation: 'list', collection: name, documents, ...(page.length > limit && { next: documents.at(-1)!.id }) };
}

async function remove(
	{ collection: name, all, asker, ...given }: TaskOf<'delete'>,
	{ knowledge, host }: Parts,
): Promise<KnowledgeTaskResult> {
	const writer = nameWriter(asker, host);
	const collection = await findCollection(knowledge.store, name);
	if (!all) return { operation: 'delete', collection: name, removed: await collection.remove(toSelection(given), writer) };
	return { operation: 'delete', collection: name, removed: [], dropped: await knowledge.store.drop(name, writer) };
}

async function retain(task: TaskOf<'retain'>, { knowledge, host, signal }: Parts): Promise<KnowledgeTaskResult> {
	const { collection: name, dryRun } = task;
	const collection = await findCollection(knowledge.store, name);
	const writer = nameWriter(task.asker, host);
	const removed = await retainDocuments(collection, { ...task, writer }, (host.clock ?? systemClock).now(), signal);
	return { operation: 'retain', collection: name, removed, dryRun };
}

async function reembed(
	{ collection, embedder, chunking, personalData, asker }: TaskOf<'re-embed'>,
	{ knowledge, host, signal }: Parts,
): Promise<KnowledgeTaskResult> {
	checkWriter(collection, await (await findCollection(knowledge.store, collection)).access(), nameWriter(asker, host));
	const { statistics } = await knowledge.reembed(collection, { embedder, chunking, personalData }, signal);
	return { operation: 're-embed', collection, statistics };
}

async function statistics({ collection }: TaskOf<'statistics'>, { knowledge: { store } }: Parts): Promise<KnowledgeTaskResult> {
	const collections = collection === undefined ? await store.list() : [await (await findCollection(store, collection)).statistics()];
	return { operation: 'statistics', collections };
}

function nameWriter(asker: readonly string[] = [], { process, workflow, name = 'task' }: TaskHost): Writer {
	const person = asker.find((one) => one.startsWith('person:'));
	const place = process === undefined ? workflow && `workflow:${workflow}` : `process:${process}`;
	return { name: person ?? place ?? name, door: place ?? name, asker };
}

function toSelection({ ids, filter }: DocumentSelection): DocumentSelection {
	return { ...(ids && { ids }), ...(filter && { filter }) };
}

function timedOut({ operation, timeoutMs }: KnowledgeTask, cause: unknown): TroupeError {
	return new TroupeError({
		code: 'KNOWLEDGE_TIMEOUT',
		message: `The knowledge task "${operation}" did not end within ${timeoutMs} ms.`,
		fix: 'Increase timeoutMs, or reduce the task. An ingestion or re-embedding can be run again: it continues where it stopped.',
		retryable: true,
		cause,
	});
}
