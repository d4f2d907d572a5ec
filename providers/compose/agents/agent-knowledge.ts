/** Composes the knowledge of an agent: documents beside its definition or collections of its host, sent to the model or searched by it. */
import { join } from 'node:path';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { CollectionSearch } from '../../../core/knowledge/search/collection-search';
import type { KnowledgeTool } from '../../../core/tools/definition/agent-tools';
import { maskText } from '../../../core/guardrails/masking/mask-text';
import { isTrustedDocument } from '../../../core/flow/trusted-documents';
import { createDocumentRetriever } from '../../../core/knowledge/document-retriever';
import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { createPassage } from '../../../core/knowledge/search/passages/to-passage';
import { searchBounds, type SearchHit } from '../../../core/knowledge/search/search-request';
import { createSearchTool } from '../../../core/knowledge/search/search-tool';
import type { Passage, Retrieved, Retriever } from '../../../core/ports/knowledge/passages';
import { type Asker, mayRead } from '../../../core/ports/knowledge/readers';
import type { Tool } from '../../../core/ports/tools/tools';
import { readDocuments } from '../../files/documents';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { describeSearch } from '../knowledge/describe-search';

const usualPassages = 4;

/** Opens a collection with the first search: a missing one is not an error for a run that needs none, such as a replay. */
export async function composeRetriever(
	{ id, budgets, knowledge }: AgentDefinition,
	folder: string,
	host: KnowledgeHost,
): Promise<Retriever | undefined> {
	if (!knowledge) return undefined;
	if (knowledge.collection === undefined) return composeDocuments(knowledge, folder, host);
	return {
		retrieve: (question, limit, signal, asker) =>
			searchCollection(knowledge, { question, limit, asker }, { ...host, agent: { id, budgets } }, signal),
	};
}

/** Documents beside the definition are searched like a collection of the folder's name. */
async function composeDocuments(
	{ documents, trustedDocuments }: { documents: string; trustedDocuments?: string[] },
	folder: string,
	host: KnowledgeHost,
): Promise<Retriever> {
	const retriever = createDocumentRetriever(await readDocuments(join(folder, documents), folder));
	return {
		async retrieve(question, ...more) {
			const { passages: found } = await retriever.retrieve(question, ...more);
			const passages = found.map((one) => ({ ...one, ...trustOf({ origin: `definition ${one.documentId}` }, trustedDocuments) }));
			return { passages, search: { ...(await describeSearch(documents, question, passages, host)), mode: 'lexical' } };
		},
	};
}

/**
 * Composes a search that the model calls. Personal data is restored in the arguments of tools; the embedder and the reranker are models like the
 * agent's own, so they must not receive it.
 */
export function composeKnowledgeTool(
	{ name, description, passages = usualPassages, ...search }: KnowledgeTool,
	{ id, budgets, guardrails }: AgentDefinition,
	host: KnowledgeHost,
): Tool {
	const { types } = guardrails.personalData;
	return createSearchTool({
		name,
		description,
		async search(given, signal, asker) {
			const { text: question } = await maskText(given, { mask: 'redact', types });
			return searchCollection(search, { question, limit: passages, asker }, { ...host, agent: { id, budgets } }, signal);
		},
	});
}

/** @throws TroupeError KNOWLEDGE_NOT_FOUND, and as Knowledge.search */
async function searchCollection(
	{ collection, trustedDocuments, filter, minimumScore = 0, mode, fusion, weights, diversity, neighbours, reranker }: CollectionSearch,
	{ question, limit, asker }: { question: string; limit: number; asker?: Asker },
	host: KnowledgeHost,
	signal: AbortSignal,
): Promise<Retrieved> {
	// A message can be longer than a question may be: its beginning says what it is about.
	const asked = question.slice(0, searchBounds.questionCharacters);
	if (asked.trim() === '') return { passages: [] };
	const { openKnowledge } = await import('../knowledge/knowledge');
	const knowledge = await openKnowledge(host);
	const given = filter && { filter: parseFilter(filter) };
	const request = { question: asked, mode, top: limit, fusion, weights, diversity, neighbours, reranker, asker, ...given };
	const { hits, ...facts } = await knowledge.search(collection, request, signal);
	const passages = hits
		.filter(({ score }) => score >= minimumScore)
		.map(({ chunkId: id, documentId, title, headingPath, text, start, end, page, pages, score, ...of }) => {
			const labels = readLabels(of);
			return createPassage({
				id,
				documentId,
				title,
				headingPath,
				text,
				start,
				end,
				page,
				pages,
				score,
				...(labels && { labels }),
				...(isOpen(of.metadata, asker) && { open: true }),
				...trustOf(labels, trustedDocuments),
			});
		});
	return { passages, search: { ...(await describeSearch(collection, asked, passages, host)), ...facts } };
}

function readLabels({
	source,
	origin,
	metadata: { trust, class: of },
}: Pick<SearchHit, 'source' | 'origin' | 'metadata'>): Passage['labels'] {
	const labels = Object.entries({ source, origin, trust, class: of }).filter(([, value]) => typeof value === 'string');
	return labels.length > 0 ? Object.fromEntries(labels) : undefined;
}

const trustOf = (labels: Passage['labels'], listed?: string[]): Pick<Passage, 'trusted'> =>
	isTrustedDocument(labels, listed) ? { trusted: true } : {};

/** What nobody is named for can be found by everybody, but says nothing of whose data it has. */
const isOpen = ({ class: of, readers }: SearchHit['metadata'], asker: Asker = []): boolean =>
	of === 'public' || (readers !== undefined && mayRead([readers].flat() as string[], asker));
