import type { RankedChunk } from '../../../ports/knowledge/knowledge-store';

/** The smaller, the more the first ranks count. */
const fusionDamping = 10;

interface RankedList {
	chunks: RankedChunk[];
	weight: number;
}

/**
 * Weighted reciprocal rank fusion (Cormack and others, 2009): scores of lists cannot be compared, ranks can. @returns best first, each once, ties by
 * id; the score is 1 for the first in every list
 */
export function fuseRanks(lists: RankedList[], k: number = fusionDamping): RankedChunk[] {
	const best = lists.reduce((sum, { weight }) => sum + weight / (k + 1), 0);
	const shares = new Map<string, number[]>();
	lists.forEach(({ chunks, weight }, list) => {
		for (const [place, { chunkId }] of chunks.entries()) {
			const ofChunk = shares.get(chunkId) ?? lists.map(() => 0);
			ofChunk[list] ||= weight / (k + place + 1);
			shares.set(chunkId, ofChunk);
		}
	});
	return [...shares]
		.map(([chunkId, parts]) => ({ chunkId, score: best === 0 ? 0 : Math.min(1, parts.reduce((sum, part) => sum + part, 0) / best) }))
		.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}
