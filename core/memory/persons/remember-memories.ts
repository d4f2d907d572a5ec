import type { ComparedMemory, Memory } from '../../ports/memory';
import { isModelFailure } from '../is-model-failure';
import { Contradictions, noteContradicted } from './find-contradicted';
import { mergeMemories, type NewMemory } from './merge-memories';
import type { MemoryParts } from '../memory-parts';
import type { MemoryInput } from '../task/memory-task';
import { readStamp, embedTexts } from './memory-vectors';
import { composeSearchText } from './recall-memories';

/** Each once. Stores contradicting memories too, marked. */
export async function rememberMemories(
	person: string,
	inputs: MemoryInput[],
	parts: MemoryParts,
	signal: AbortSignal,
): Promise<ComparedMemory[]> {
	const fresh = await withVectors(inputs, parts, signal);
	let remembered: ComparedMemory[] = [];
	await parts.store.changeMemories(person, (stored) => {
		const merged = mergeMemories(stored, fresh, { now: parts.clock.now(), newId: parts.newId });
		remembered = compareWith(stored, merged.remembered);
		return merged.change;
	});
	return remembered;
}

function compareWith(stored: readonly Memory[], remembered: readonly Memory[]): ComparedMemory[] {
	const renewed = new Set(remembered.map(({ id }) => id));
	const contradictions = new Contradictions(stored.filter(({ id }) => !renewed.has(id)));
	return remembered.map((memory) => noteContradicted(memory, contradictions));
}

/** Texts that cannot be embedded now are embedded on recall. */
async function withVectors(inputs: MemoryInput[], { embedder }: MemoryParts, signal: AbortSignal): Promise<NewMemory[]> {
	if (!embedder) return inputs;
	try {
		const model = await embedder();
		const stamp = await readStamp(model, signal);
		const vectors = await embedTexts(inputs.map(composeSearchText), model, signal, 'document');
		return inputs.map((memory, index) => ({ ...memory, vector: vectors[index], stamp }));
	} catch (error) {
		if (!isModelFailure(error)) throw error;
		return inputs;
	}
}
