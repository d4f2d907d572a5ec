import type { IDataObject } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { createPassage } from '../../core/knowledge/search/passages/to-passage';
import type { SearchHit } from '../../core/knowledge/search/search-request';

type Found = Extract<KnowledgeTaskResult, { operation: 'search' }>;

/** What an agent's model is given: each passage once, with what it needs to cite it. */
export function toToolItem({ hits }: Found): IDataObject {
	if (hits.length === 0) return { passages: [], message: 'No passage matched the question. The documents may not answer it.' };
	return { passages: hits.map(toPassage) };
}

function toPassage(hit: SearchHit, index: number): IDataObject {
	const { documentId, text, score, page, bestPage = page } = hit;
	const { title } = createPassage({ ...hit, id: hit.chunkId });
	return {
		number: index + 1,
		title,
		...(bestPage !== undefined && { page: bestPage }),
		document: documentId,
		score: Math.round(score * 100) / 100,
		text,
	};
}
