import { defaultPassages } from '../../../core/knowledge/search/search-request';
import { readOrigins } from '../../../core/ports/memory';
import type { Job } from '../../engine/jobs';
import { asJson, asList, asNumber, asText, invalidJob, isPresent, presentVariables, readHeaders } from '../job-input';
import { askerVariables } from '../read-asker';

export const ingestVariables = [
	'collection',
	'documents',
	'url',
	'text',
	'documentId',
	'title',
	'source',
	'metadata',
	'origins',
	...askerVariables,
];
export const retrieveVariables = ['collection', 'question', 'filter', ...askerVariables];

/**
 * For parse-knowledge-task.ts. Headers come first: users who may set variables must not choose another collection or model. @throws TroupeError
 * INPUT_INVALID
 */
export function readIngestTask(job: Job, asker: readonly string[]): Record<string, unknown> {
	const {
		chunking: method,
		wantedTokens,
		maximumTokens,
		overlapTokens,
		labels,
		format,
		...headers
	} = readHeaders(job, {
		collection: asText,
		embedder: asText,
		personalData: asText,
		orders: asText,
		outliers: asText,
		timeoutMs: asNumber,
		chunking: asText,
		wantedTokens: asNumber,
		maximumTokens: asNumber,
		overlapTokens: asNumber,
		labels: asList,
		format: asText,
	});
	const origins = readOrigins(job.variables.origins);
	const chunking = Object.entries({ method, wantedTokens, maximumTokens, overlapTokens }).filter(([, value]) => value !== undefined);
	return {
		operation: 'ingest',
		...readCollection(job),
		asker,
		documents: readDocuments(job, format).map((document) => withLabels(document, labels)),
		...headers,
		...(origins && { origins }),
		...(chunking.length > 0 && { chunking: Object.fromEntries(chunking) }),
	};
}

/** Reads a list of documents, or one document by address or text. With several of these variables, the header "from" selects one. */
function readDocuments(job: Job, format: unknown): unknown[] {
	const { documents, url, text, documentId, title, source, metadata } = presentVariables(job, ingestVariables);
	const from = job.headers.from?.trim();
	const isMeant = (name: string, value: unknown) => value !== undefined && (!from || from === name);
	const named = { id: documentId, title, source, metadata };
	if (isMeant('documents', documents)) return Array.isArray(documents) ? documents : [documents];
	if (isMeant('url', url)) return [{ ...named, url }];
	if (isMeant('text', text)) return [{ ...named, text, format }];
	throw invalidJob(job, 'has no document', 'Map a document to the variable "url" or "text", or a list of documents to "documents".');
}

function withLabels(document: unknown, labels: unknown): unknown {
	if (labels === undefined || typeof document !== 'object' || document === null) return document;
	const { metadata } = document as { metadata?: { labels?: unknown } | null };
	const own = Array.isArray(metadata?.labels) ? (metadata.labels as unknown[]) : [];
	return { ...document, metadata: { ...metadata, labels: [...new Set([...own, ...(labels as string[])])] } };
}

/** Headers come first here too. @throws TroupeError INPUT_INVALID */
export function readRetrieveTask(job: Job, asker: readonly string[]): Record<string, unknown> {
	const { filter, lexicalWeight, denseWeight, ...headers } = readHeaders(job, {
		collection: asText,
		mode: asText,
		top: asNumber,
		filter: asJson(job),
		reranker: asText,
		diversity: asNumber,
		neighbours: asNumber,
		fusion: asText,
		lexicalWeight: asNumber,
		denseWeight: asNumber,
		timeoutMs: asNumber,
	});
	const { question } = job.variables;
	if (!isPresent(question)) throw invalidJob(job, 'has no question', 'Map a question to the variable "question".');
	const filters = [filter, ...(isPresent(job.variables.filter) ? [readFilter(job)] : [])].filter((one) => one !== undefined);
	return {
		operation: 'search',
		...readCollection(job),
		question,
		asker,
		top: defaultPassages,
		...headers,
		// Both must match: a variable only narrows the designer's filter.
		...(filters.length > 0 && { filter: filters.length === 1 ? filters[0] : { $and: filters } }),
		...((lexicalWeight ?? denseWeight) !== undefined && { weights: { lexical: lexicalWeight ?? 1, dense: denseWeight ?? 1 } }),
	};
}

function readFilter(job: Job): unknown {
	const { filter } = job.variables;
	if (typeof filter !== 'string') return filter;
	try {
		return JSON.parse(filter);
	} catch {
		throw invalidJob(job, 'has a variable "filter" that is not JSON', 'Correct it, or pass an object instead of text.');
	}
}

function readCollection(job: Job): { collection?: unknown } {
	const { collection } = job.variables;
	if (job.headers.collection?.trim() || isPresent(collection)) return isPresent(collection) ? { collection } : {};
	throw invalidJob(job, 'does not name a collection', 'Give the task a header "collection" with its name, or a variable of that name.');
}
