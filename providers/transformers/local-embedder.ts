import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BoundedCache } from '../../core/base/bounded-cache';
import { estimateTokens } from '../../core/tokens/estimate-tokens';
import { TroupeError } from '../../core/base/errors';
import type { StampedEmbedder } from '../../core/ports/models/models';
import type { ModelFolder } from './model-folder';
import type { ModelThread } from './model-thread';

/** Small batches of similar length: padding costs time, and a user's question waits for at most one. */
const max = { texts: 8, characters: 8_000 };

export interface LocalEmbedder extends StampedEmbedder {
	readonly identity: string;
}

/** @param library file of @huggingface/transformers */
export function createLocalEmbedder(model: ModelFolder, library: string, thread: ModelThread): LocalEmbedder {
	const { id, from, revision, dimensions, pooling, prefixes } = model;
	const { dtype, maximumTokens } = from;
	return {
		id,
		identity: JSON.stringify([id, revision, dtype, maximumTokens, pooling, prefixes]),
		async embed(texts, signal, purpose) {
			const prefix = purpose ? prefixes[purpose] : '';
			const vectors = new Array<number[]>(texts.length);
			let inputTokens = 0;
			for (const places of toBatches(texts)) {
				const batch = places.map((place) => prefix + texts[place]!);
				const { numbers, tokens } = await thread.run({ kind: 'embed', model: from, pooling, texts: batch }, purpose === 'query', signal);
				inputTokens += tokens;
				unitVectors(numbers, places.length, model).forEach((vector, index) => (vectors[places[index]!] = vector));
			}
			return { vectors, model: id, usage: { inputTokens, outputTokens: 0, estimated: false } };
		},
		stamp: () => Promise.resolve({ model: id, revision, dtype, maximumTokens, dimensions }),
		countTokens: tokenCounter(model, library),
	};
}

function toBatches(texts: string[]): number[][] {
	const places = texts.map((_, place) => place).sort((one, other) => texts[one]!.length - texts[other]!.length);
	const batches: number[][] = [];
	for (const place of places) {
		const last = batches.at(-1);
		// Padded to the longest text, the current one.
		if (last && last.length < max.texts && (last.length + 1) * texts[place]!.length <= max.characters) last.push(place);
		else batches.push([place]);
	}
	return batches;
}

function unitVectors(numbers: Float32Array, count: number, { id, dimensions }: ModelFolder): number[][] {
	const vectors = Array.from({ length: count }, (_, index) => numbers.subarray(index * dimensions, (index + 1) * dimensions));
	const lengths = vectors.map((vector) => Math.hypot(...vector));
	if (numbers.length === count * dimensions && lengths.every((length) => length > 0 && Number.isFinite(length)))
		return vectors.map((vector, index) => Array.from(vector, (part) => part / lengths[index]!));
	throw new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${id} returned invalid vectors: ${numbers.length} numbers for ${count} texts and ${dimensions} dimensions, or vectors of zeros.`,
		fix: 'Use another file of the model, such as fp32, or another model.',
		details: { expected: count * dimensions, actual: numbers.length },
	});
}

/** Caches tokenizers: each search creates an embedder, and loading one costs many searches. */
const counters = new BoundedCache<(text: string) => number>(4);

/** Loads the tokenizer on the first count; counting is fast enough for the calling thread. */
function tokenCounter({ from: { folder }, revision }: ModelFolder, library: string): (text: string) => number {
	const key = JSON.stringify([folder, revision, library]);
	return (text) => {
		let count = counters.get(key);
		if (!count) counters.set(key, (count = openTokenizer(folder, library)));
		return count(text);
	};
}

interface TokenizerLibrary {
	Tokenizer: new (tokenizer: object, config: object) => { encode(text: string): { ids: number[] } };
}

function openTokenizer(folder: string, library: string): (text: string) => number {
	const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
	let tokenizer: InstanceType<TokenizerLibrary['Tokenizer']>;
	try {
		const { Tokenizer } = createRequire(library)('@huggingface/tokenizers') as TokenizerLibrary;
		tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
	} catch {
		// Only the full library supports this tokenizer; the model truncates long texts.
		return estimateTokens;
	}
	return (text) => tokenizer.encode(text).ids.length;
}
