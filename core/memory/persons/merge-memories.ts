import { foldAccents } from '../../words/terms';
import type { Memory, MemoryChange, StoredMemory } from '../../ports/memory';
import { memoryBounds } from '../../ports/memory-bounds';
import type { MemoryInput } from '../task/memory-task';
import { computeStrength } from './score-memory';

export type NewMemory = MemoryInput & Pick<StoredMemory, 'vector' | 'stamp'>;

interface MergeParts {
	now: number;
	newId: () => string;
}

const usualImportance = 0.5;

/** A preference's name is unique; a known memory is renewed. Above the limit, the least important are removed. */
export function mergeMemories(
	stored: StoredMemory[],
	additions: NewMemory[],
	parts: MergeParts,
): { change: MemoryChange; remembered: Memory[] } {
	const all = new Map(stored.map((memory) => [memory.id, memory]));
	const byIdentity = new Map(stored.map((memory) => [identify(memory), memory]));
	const put = new Map<string, StoredMemory>();
	for (const [index, each] of additions.entries()) {
		const fresh = freshMemory(each, { ...parts, now: parts.now - (additions.length - 1 - index) });
		const existing = byIdentity.get(identify(fresh));
		const memory = existing ? renew(existing, fresh, each.importance) : fresh;
		for (const places of [all, put]) places.set(memory.id, memory);
		byIdentity.set(identify(memory), memory);
	}
	const remove = findWeakest([...all.values()], parts.now, new Set(put.keys()));
	for (const id of remove) put.delete(id);
	const knownIds = new Set(stored.map(({ id }) => id));
	return {
		change: { put: [...put.values()], remove: remove.filter((id) => knownIds.has(id)) },
		remembered: [...put.values()].map(withoutVector),
	};
}

export function withoutVector({ vector: _vector, stamp: _stamp, ...memory }: StoredMemory): Memory {
	return memory;
}

function freshMemory(
	{ text, key, kind, importance, source = 'workflow', trust, class: of, vector, stamp }: NewMemory,
	{ now, newId }: MergeParts,
): StoredMemory {
	return {
		id: newId(),
		kind: kind ?? (key === undefined ? 'fact' : 'preference'),
		text,
		...(key !== undefined && { key }),
		labels: { source, ...(trust !== undefined && { trust }), ...(of !== undefined && { class: of }) },
		importance: importance ?? usualImportance,
		at: now,
		usedAt: now,
		uses: 0,
		...(vector && { vector, stamp }),
	};
}

/** Takes the newer words and keeps the counts of use. A new value of a preference starts as a new preference. */
function renew(existing: StoredMemory, fresh: StoredMemory, importance: number | undefined): StoredMemory {
	const isSame = normaliseWords(existing.text) === normaliseWords(fresh.text);
	return {
		...fresh,
		id: existing.id,
		importance: importance ?? existing.importance,
		uses: isSame ? existing.uses : 0,
	};
}

/** By words, not meaning: "likes tea" and "likes no tea" mean nearly the same to a model. */
const identify = ({ kind, key, text }: Memory) => JSON.stringify([kind, key === undefined ? normaliseWords(text) : null, key ?? null]);

const articles = new Set(['a', 'an', 'the', 'o', 'os', 'as', 'um', 'uma']);

/** Ignores case, accents, punctuation and articles. A text without words stays unchanged. */
function normaliseWords(text: string): string {
	const words = foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}+#]+(?:[.,:/@'-][\p{L}\p{N}]+)*/gu) ?? [];
	return words.filter((word) => !articles.has(word)).join(' ') || text;
}

function findWeakest(all: StoredMemory[], now: number, fresh: Set<string>): string[] {
	const excess = all.length - memoryBounds.memories;
	if (excess <= 0) return [];
	const rank = (memory: StoredMemory) =>
		(fresh.has(memory.id) ? 4 : 0) + (memory.kind === 'preference' ? 2 : 0) + computeStrength(memory, now);
	return all
		.sort((a, b) => rank(a) - rank(b))
		.slice(0, excess)
		.map(({ id }) => id);
}
