import type { Memory } from '../../ports';
import { isOfModel } from '../is-model-failure';
import { mergeMemories, type NewMemory } from './merge-memories';
import type { MemoryParts } from '../memory-parts';
import type { GivenMemory } from '../task/memory-task';
import { stampOf, vectorsOf } from './memory-vectors';
import { textOf } from './recall-memories';

/** Stores memories of a person, each once. */
export async function rememberMemories(person: string, given: GivenMemory[], parts: MemoryParts, signal: AbortSignal): Promise<Memory[]> {
	const fresh = await withVectors(given, parts, signal);
	let remembered: Memory[] = [];
	await parts.store.changeMemories(person, (kept) => {
		const merged = mergeMemories(kept, fresh, { now: parts.clock.now(), newId: parts.newId });
		remembered = merged.remembered;
		return merged.change;
	});
	return remembered;
}

/** Texts that cannot be embedded now are embedded when they are recalled. */
async function withVectors(given: GivenMemory[], { embedder }: MemoryParts, signal: AbortSignal): Promise<NewMemory[]> {
	if (!embedder) return given;
	try {
		const model = await embedder();
		const stamp = await stampOf(model, signal);
		const vectors = await vectorsOf(given.map(textOf), model, signal, 'document');
		return given.map((memory, index) => ({ ...memory, vector: vectors[index], stamp }));
	} catch (error) {
		if (!isOfModel(error)) throw error;
		return given;
	}
}
