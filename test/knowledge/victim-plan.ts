import type { CollectionStamp, PreparedDocument } from '../../core/ports';
import { prepare, withVectors } from '../support/prepared-documents';

/** What a victim does in a round: three documents of its own in, each of them in the next round changed, and after two removed but for one. */
export function planOf(who: string, round: number): { put: PreparedDocument[]; remove: string[] } {
	const ids = (of: number) => (of < 0 ? [] : [0, 1, 2].map((index) => `${who}-${of}-${index}`));
	return {
		put: [...ids(round).map((id) => versionOf(id, 1)), ...ids(round - 1).map((id) => versionOf(id, 2))],
		remove: ids(round - 2).slice(1),
	};
}

/** Of a re-embedding: one model after the other. */
export function stampOfRound(round: number): CollectionStamp {
	return { ...withVectors, embedding: { model: `test:${round % 2 === 0 ? 'even' : 'odd'}`, dimensions: round % 2 === 0 ? 4 : 6 } };
}

export function versionOf(id: string, version: number, stamp = withVectors): PreparedDocument {
	const paragraphs = Array.from(
		{ length: 8 },
		(_, part) => `Shared words of part ${part}, own${id.replaceAll('-', 'x')} in version${version}.`,
	);
	return prepare(id, paragraphs.slice(0, 4 * version).join('\n\n'), { metadata: { version }, stamp });
}
