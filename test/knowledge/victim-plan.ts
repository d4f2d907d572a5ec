import type { CollectionStamp } from '../../core/ports/knowledge/collection-stamp';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';
import { prepare, withVectors } from '../support/prepared-documents';

/** The work of a victim in a round: it adds three documents, changes each in the next round, and removes all but one after two. */
export function createPlan(who: string, round: number): { put: PreparedDocument[]; remove: string[] } {
	const ids = (of: number) => (of < 0 ? [] : [0, 1, 2].map((index) => `${who}-${of}-${index}`));
	return {
		put: [...ids(round).map((id) => findVersion(id, 1)), ...ids(round - 1).map((id) => findVersion(id, 2))],
		remove: ids(round - 2).slice(1),
	};
}

/** The models of a re-embedding, one after the other. */
export function createStamp(round: number): CollectionStamp {
	return { ...withVectors, embedding: { model: `test:${round % 2 === 0 ? 'even' : 'odd'}`, dimensions: round % 2 === 0 ? 4 : 6 } };
}

export function findVersion(id: string, version: number, stamp = withVectors): PreparedDocument {
	const paragraphs = Array.from(
		{ length: 8 },
		(_, part) => `Shared words of part ${part}, own${id.replaceAll('-', 'x')} in version${version}.`,
	);
	return prepare(id, paragraphs.slice(0, 4 * version).join('\n\n'), { metadata: { version }, stamp });
}
