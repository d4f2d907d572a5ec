import { foldAccents } from '../../words/terms';
import type { KeptMemory, Memory, MemoryChange } from '../../ports';
import { memoryBounds } from '../../ports/memory-bounds';
import type { GivenMemory } from '../task/memory-task';
import { strengthOf } from './score-memory';

/** What is to be remembered, with what it is found by where an embedder is. */
export type NewMemory = GivenMemory & Pick<KeptMemory, 'vector' | 'stamp'>;

interface MergeParts {
	now: number;
	newId: () => string;
}

const usualImportance = 0.5;

/**
 * Puts new memories beside those that are kept: of a preference's name there is one, and what is known already is not kept twice, but renewed.
 * Of too many, those that matter least give way.
 */
export function mergeMemories(kept: KeptMemory[], given: NewMemory[], parts: MergeParts): { change: MemoryChange; remembered: Memory[] } {
	const all = new Map(kept.map((memory) => [memory.id, memory]));
	const byIdentity = new Map(kept.map((memory) => [identityOf(memory), memory]));
	const put = new Map<string, KeptMemory>();
	for (const each of given) {
		const fresh = freshMemory(each, parts);
		const known = byIdentity.get(identityOf(fresh));
		const memory = known ? renewed(known, fresh, each.importance) : fresh;
		for (const places of [all, put]) places.set(memory.id, memory);
		byIdentity.set(identityOf(memory), memory);
	}
	const remove = weakest([...all.values()], parts.now, new Set(put.keys()));
	for (const id of remove) put.delete(id);
	const knownIds = new Set(kept.map(({ id }) => id));
	return {
		change: { put: [...put.values()], remove: remove.filter((id) => knownIds.has(id)) },
		remembered: [...put.values()].map(withoutVector),
	};
}

/** As others see it. */
export function withoutVector({ vector: _vector, stamp: _stamp, ...memory }: KeptMemory): Memory {
	return memory;
}

function freshMemory({ text, key, kind, importance, vector, stamp }: NewMemory, { now, newId }: MergeParts): KeptMemory {
	return {
		id: newId(),
		kind: kind ?? (key === undefined ? 'fact' : 'preference'),
		text,
		...(key !== undefined && { key }),
		importance: importance ?? usualImportance,
		at: now,
		usedAt: now,
		uses: 0,
		...(vector && { vector, stamp }),
	};
}

/** The newer words hold; how often it was of use stays. Another value under a preference's name is another preference. */
function renewed(known: KeptMemory, fresh: KeptMemory, importance: number | undefined): KeptMemory {
	const isSame = wordsOf(known.text) === wordsOf(fresh.text);
	return {
		...fresh,
		id: known.id,
		importance: importance ?? known.importance,
		uses: isSame ? known.uses : 0,
	};
}

/** The same for what is the same statement; by its words, not by its meaning: "likes tea" and "likes no tea" mean nearly the same to a model. */
const identityOf = ({ kind, key, text }: Memory) => JSON.stringify([kind, key === undefined ? wordsOf(text) : null, key ?? null]);

const articles = new Set(['a', 'an', 'the', 'o', 'os', 'as', 'um', 'uma']);

/** In their order, whatever their case, accents and punctuation, without articles. What has no words is itself. */
function wordsOf(text: string): string {
	const words = foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}+#]+(?:[.,:/@'-][\p{L}\p{N}]+)*/gu) ?? [];
	return words.filter((word) => !articles.has(word)).join(' ') || text;
}

/** Ids of those that give way: facts before preferences, and what has just come last of all. */
function weakest(all: KeptMemory[], now: number, fresh: Set<string>): string[] {
	const excess = all.length - memoryBounds.memories;
	if (excess <= 0) return [];
	const rank = (memory: KeptMemory) => (fresh.has(memory.id) ? 4 : 0) + (memory.kind === 'preference' ? 2 : 0) + strengthOf(memory, now);
	return all
		.sort((a, b) => rank(a) - rank(b))
		.slice(0, excess)
		.map(({ id }) => id);
}
