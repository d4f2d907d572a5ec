import type { IDataObject } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { composeAnswer } from '../../core/knowledge/search/passages/answer-text';
import { renderPassages } from '../../core/knowledge/search/passages/passages-text';
import type { Language } from '../../core/base/text/languages';
import type { StoredDocument } from '../../core/ports/knowledge/stored-documents';

type ResultOf<Operation extends KnowledgeTaskResult['operation']> = Extract<KnowledgeTaskResult, { operation: Operation }>;

/** Converts a result into items: one, or one for each entry of a list. */
export function toItems(
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

/** Each document with what became of it; what the whole cost stands with each, as they are embedded together. */
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
export function documentItem({ ingestedAt, ...document }: StoredDocument): IDataObject {
	return { ...document, ingestedAt: new Date(ingestedAt).toISOString() };
}
