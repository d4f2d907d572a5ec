import type { Memory, RecalledMemory, StoredMemory } from '../../ports/memory';
import type { StampedEmbedder } from '../../ports/models/models';
import { isModelFailure } from '../is-model-failure';
import { readStamp, embedTexts } from './memory-vectors';
import type { MemoryParts } from '../memory-parts';
import { Contradictions, noteContradicted } from './find-contradicted';
import { withoutVector } from './merge-memories';
import type { MemoryTaskResult } from '../task/memory-task';
import { scoreMemory } from './score-memory';
import { extractContentWords, listForms, extractQuestionTerms } from '../../words/terms';

const holds = (words: Set<string>, forms: string[]) => forms.some((form) => words.has(form));

type Recalled = Pick<Extract<MemoryTaskResult, { operation: 'recall' }>, 'memories' | 'by' | 'embeddingFailure'>;

interface Compared {
	by: Recalled['by'];
	embeddingFailure?: string;
	relevance?: number[];
	useful: number;
}

const wordShare = 0.3;
const usefulMeaning = 0.3;

/** Best first; without a question by importance. Marks used memories and extends their lifetime. */
export async function recallMemories(
	{ person, question, top }: { person: string; question?: string; top: number },
	parts: MemoryParts,
	signal: AbortSignal,
): Promise<Recalled> {
	const { store, clock } = parts;
	const memories = await store.memories(person);
	const { by, embeddingFailure, relevance, useful } = await compare(person, memories, question?.trim() ?? '', parts, signal);
	const now = clock.now();
	const ranked = memories
		.map((memory, index) => ({ memory, score: scoreMemory(memory, now, relevance?.[index]), relevance: relevance?.[index] ?? 0 }))
		.sort((a, b) => b.score - a.score || b.memory.at - a.memory.at || (a.memory.id < b.memory.id ? -1 : 1))
		.slice(0, top);
	const used = ranked.filter((each) => by !== 'importance' && each.relevance >= useful);
	await store.useMemories(
		person,
		used.map(({ memory }) => memory.id),
	);
	return {
		memories: markContradicting(ranked.map(({ memory, score }) => ({ ...withoutVector(memory), score }))),
		by,
		...(embeddingFailure !== undefined && { embeddingFailure }),
	};
}

function markContradicting(memories: RecalledMemory[]): RecalledMemory[] {
	const contradictions = new Contradictions();
	const compared = memories.toSorted((one, other) => one.at - other.at).map((memory) => noteContradicted(memory, contradictions));
	const byId = new Map(compared.map((memory) => [memory.id, memory]));
	return memories.map(({ id }) => byId.get(id)!);
}

async function compare(
	person: string,
	memories: StoredMemory[],
	question: string,
	parts: MemoryParts,
	signal: AbortSignal,
): Promise<Compared> {
	if (question === '') return { by: 'importance', useful: 0 };
	const byWords = compareWords(question, memories);
	const words: Compared = { by: 'words', relevance: byWords, useful: Number.MIN_VALUE };
	if (!parts.embedder || memories.length === 0) return words;
	try {
		const byMeaning = await compareMeanings(person, memories, question, parts, await parts.embedder(), signal);
		const relevance = byMeaning.map((near, index) => (1 - wordShare) * near + wordShare * byWords[index]!);
		return { by: 'meaning', relevance, useful: usefulMeaning };
	} catch (error) {
		// If the model fails, memories are still recalled.
		if (!isModelFailure(error)) throw error;
		return { ...words, embeddingFailure: error.code };
	}
}

async function compareMeanings(
	person: string,
	memories: StoredMemory[],
	question: string,
	parts: MemoryParts,
	embedder: StampedEmbedder,
	signal: AbortSignal,
): Promise<number[]> {
	const stamp = await readStamp(embedder, signal);
	const [questionVector] = await embedTexts([question], embedder, signal, 'query');
	const missing = memories.filter((memory) => memory.stamp !== stamp || !memory.vector);
	const made = await embedTexts(missing.map(composeSearchText), embedder, signal, 'document');
	const vectors = new Map(missing.map(({ id }, index) => [id, made[index]!]));
	if (missing.length > 0) await keepVectors(person, missing, vectors, stamp, parts);
	return memories.map((memory) => Math.min(1, Math.max(0, dot(questionVector!, vectors.get(memory.id) ?? memory.vector!))));
}

async function keepVectors(
	person: string,
	missing: StoredMemory[],
	vectors: Map<string, Float32Array>,
	stamp: string,
	{ store }: MemoryParts,
): Promise<void> {
	const texts = new Map(missing.map((memory) => [memory.id, composeSearchText(memory)]));
	await store.changeMemories(person, (now) => ({
		put: now
			.filter((memory) => texts.get(memory.id) === composeSearchText(memory))
			.map((memory) => ({ ...memory, vector: vectors.get(memory.id)!, stamp })),
		remove: [],
	}));
}

export const composeSearchText = ({ key, text }: { key?: string; text: string }) => (key === undefined ? text : `${key}: ${text}`);

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let index = 0; index < a.length; index += 1) sum += a[index]! * (b[index] ?? 0);
	return sum;
}

/** Share of the question in each memory, 0 to 1, in Portuguese and English. Rare words count more. */
function compareWords(question: string, memories: Memory[]): number[] {
	const terms = extractQuestionTerms(question);
	const held = memories.map(
		({ key = '', text }) => new Set(extractContentWords(`${key} ${text}`).flatMap((word) => listForms(word, ['pt', 'en']))),
	);
	const weights = terms.map((forms) => {
		const holders = held.filter((words) => holds(words, forms)).length;
		return Math.log(1 + memories.length / (1 + holders));
	});
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return held.map((words) => {
		const coveredWeight = terms.reduce((sum, forms, index) => (holds(words, forms) ? sum + weights[index]! : sum), 0);
		return total > 0 ? coveredWeight / total : 0;
	});
}
