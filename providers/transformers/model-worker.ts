/**
 * The model thread: ONNX Runtime computes in the calling thread, about 0.1 s per batch. Imports no project file, so that it is one file in every
 * build, and answers one message at a time.
 */
import { parentPort, workerData } from 'node:worker_threads';

export interface LoadedFrom {
	folder: string;
	/** Ends with `/`; empty for the folder itself. */
	subfolder: string;
	dtype: string;
	maximumTokens: number;
}

export type ThreadTask =
	| { kind: 'embed'; model: LoadedFrom; pooling: 'mean' | 'cls' | 'last_token'; texts: string[] }
	| { kind: 'rerank'; model: LoadedFrom; question: string; passages: string[] }
	| { kind: 'classify'; model: LoadedFrom; text: string; severalLabels: boolean }
	/** Transcribes samples of one channel, 16,000 a second. */
	| { kind: 'transcribe'; model: LoadedFrom; samples: Float32Array; language?: string };

/** Consecutive vectors, one score per passage or label, or a text. */
export type ThreadAnswer =
	| { numbers: Float32Array; tokens: number; text?: string }
	| { failed: string; where: 'library' | 'model' | 'run' };

interface Tensor {
	data: Float32Array | BigInt64Array;
	dims: number[];
	slice(first: null, second: number): Tensor;
	sigmoid(): Tensor;
}
type Inputs = Record<'input_ids' | 'attention_mask', Tensor>;
type Tokenizer = (texts: string[], options: object) => Inputs;
type Outputs = Partial<Record<'last_hidden_state' | 'token_embeddings' | 'sentence_embedding' | 'logits', Tensor>>;
type Model = ((inputs: Inputs) => Promise<Outputs>) & { dispose(): Promise<unknown> };
interface Loader<Loaded> {
	from_pretrained(folder: string, options: object): Promise<Loaded>;
}
interface Library {
	env: Record<string, unknown>;
	AutoTokenizer: Loader<Tokenizer>;
	AutoModel: Loader<Model>;
	AutoModelForSequenceClassification: Loader<Model>;
	mean_pooling: (hidden: Tensor, mask: Tensor) => Tensor;
	pipeline(task: 'automatic-speech-recognition', folder: string, options: object): Promise<Listener>;
}
type Listener = ((samples: Float32Array, options: object) => Promise<{ text: string }>) & { dispose(): Promise<unknown> };
type TextTask = Exclude<ThreadTask, { kind: 'transcribe' }>;
interface Ready {
	count: (text: string) => number;
	/** Truncates long texts, keeping the end mark as in training. */
	tokenize: (texts: string[], maximumTokens: number, pairs?: string[]) => Inputs;
	model: Model;
}

/** Max models in memory; evicts the least recently used. */
const maxModels = 4;
const ready = new Map<string, Promise<Ready>>();
/** A speech model is larger than all others together. */
let listener: { folder: string; opened: Promise<Listener> } | undefined;
let library: Promise<Library> | undefined;
let where: 'library' | 'model' | 'run' = 'library';

parentPort!.on('message', (task: ThreadTask) => {
	void answer(task).then((answered) => {
		const moved = 'numbers' in answered ? [answered.numbers.buffer as ArrayBuffer] : [];
		parentPort!.postMessage(answered, moved);
	});
});

async function answer(task: ThreadTask): Promise<ThreadAnswer> {
	try {
		where = 'library';
		library ??= load((workerData as { library: string }).library);
		const loaded = await library;
		where = 'model';
		if (task.kind === 'transcribe') return await transcribe(task, loaded);
		const parts = await getModel(task, loaded);
		where = 'run';
		if (task.kind === 'embed') return await embed(task, parts, loaded);
		return task.kind === 'rerank' ? await rerank(task, parts) : await classify(task, parts);
	} catch (error) {
		if (where === 'library') library = undefined;
		return { failed: error instanceof Error ? error.message : String(error), where };
	}
}

async function load(url: string): Promise<Library> {
	const found = (await import(url)) as Library & { default?: Library };
	const loaded = found.env ? found : found.default!;
	// Local files only: nothing is downloaded here.
	Object.assign(loaded.env, { allowRemoteModels: false, useFSCache: false, logLevel: 50 });
	return loaded;
}

async function getModel({ kind, model: from }: TextTask, loaded: Library): Promise<Ready> {
	const key = JSON.stringify([kind, from.folder, from.subfolder, from.dtype]);
	const known = ready.get(key);
	ready.delete(key);
	const opened = known ?? open(kind, from, loaded);
	ready.set(key, opened);
	opened.catch(() => ready.delete(key)); // the caller gets the error; the next call tries again
	for (const [oldest, unused] of ready) {
		if (ready.size <= maxModels) break;
		ready.delete(oldest);
		await unused.then(({ model }) => model.dispose());
	}
	return opened;
}

async function open(kind: TextTask['kind'], { folder, subfolder, dtype }: LoadedFrom, loaded: Library): Promise<Ready> {
	const { AutoTokenizer, AutoModel, AutoModelForSequenceClassification } = loaded;
	const options = { subfolder, dtype, local_files_only: true };
	const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
	return {
		count: (text) => tokenizer([text], {}).input_ids.dims[1]!,
		tokenize: tokenizeWhole(tokenizer),
		model: await (kind === 'embed' ? AutoModel : AutoModelForSequenceClassification).from_pretrained(folder, options),
	};
}

/** Restores the end mark that the library truncates (version 4.3). */
function tokenizeWhole(tokenizer: Tokenizer): Ready['tokenize'] {
	const lastToken = (special: boolean) => (tokenizer(['a'], { add_special_tokens: special }).input_ids.data as BigInt64Array).at(-1)!;
	const end = lastToken(true) === lastToken(false) ? undefined : lastToken(true);
	return (texts, maximumTokens, pairs) => {
		const inputs = tokenizer(texts, { text_pair: pairs, padding: true, truncation: true, max_length: maximumTokens });
		const ids = inputs.input_ids.data as BigInt64Array;
		const mask = inputs.attention_mask.data as BigInt64Array;
		const columns = inputs.input_ids.dims[1]!;
		if (end === undefined || columns < maximumTokens) return inputs;
		for (let last = columns - 1; last < ids.length; last += columns) if (mask[last] === 1n) ids[last] = end;
		return inputs;
	};
}

async function embed(
	{ texts, pooling, model: { maximumTokens } }: Extract<ThreadTask, { kind: 'embed' }>,
	{ tokenize, model }: Ready,
	{ mean_pooling }: Library,
): Promise<ThreadAnswer> {
	const inputs = tokenize(texts, maximumTokens);
	const { last_hidden_state, token_embeddings, sentence_embedding } = await model(inputs);
	const hidden = last_hidden_state ?? token_embeddings;
	if (!sentence_embedding && !hidden) throw new Error('it returns no hidden state, so it is not an embedding model');
	const pooled = sentence_embedding ?? pool(hidden!, inputs, pooling, mean_pooling);
	return { numbers: Float32Array.from(pooled.data as Float32Array), tokens: countTokens(inputs) };
}

function pool(hidden: Tensor, { attention_mask: mask }: Inputs, pooling: string, mean: Library['mean_pooling']): Tensor {
	return pooling === 'mean' ? mean(hidden, mask) : hidden.slice(null, pooling === 'cls' ? 0 : -1);
}

async function rerank(
	{ question, passages, model: { maximumTokens } }: Extract<ThreadTask, { kind: 'rerank' }>,
	{ tokenize, model }: Ready,
): Promise<ThreadAnswer> {
	const questions = passages.map(() => question);
	const inputs = tokenize(questions, maximumTokens, passages);
	const { logits } = await model(inputs);
	const columns = logits?.dims.at(-1);
	if (!logits || (columns !== 1 && columns !== 2)) throw new Error('it returns no score, so it is not a cross-encoder');
	const raw = logits.data as Float32Array;
	// The second of two classes means a match; a single class is its log-odds.
	const odds = passages.map((_, index) => (columns === 1 ? raw[index]! : raw[2 * index + 1]! - raw[2 * index]!));
	return { numbers: Float32Array.from(odds, (each) => 1 / (1 + Math.exp(-each))), tokens: countTokens(inputs) };
}

/** Parts per batch: other tasks wait for it. */
const maxParts = 8;

async function classify(
	{ text, severalLabels, model: { maximumTokens } }: Extract<ThreadTask, { kind: 'classify' }>,
	{ count, tokenize, model }: Ready,
): Promise<ThreadAnswer> {
	const parts = splitText(text, (part) => count(part) <= maximumTokens);
	let highest: number[] = [];
	let tokens = 0;
	for (let at = 0; at < parts.length; at += maxParts) {
		const inputs = tokenize(parts.slice(at, at + maxParts), maximumTokens);
		const { logits } = await model(inputs);
		const columns = logits?.dims.at(-1) ?? 0;
		if (!logits || logits.dims.length !== 2) throw new Error('it returns no score for each label, so it is not a classifier of texts');
		tokens += countTokens(inputs);
		for (let from = 0; from < logits.data.length; from += columns) {
			const scores = toProbabilities(Array.from(logits.data.slice(from, from + columns), Number), severalLabels);
			highest = scores.map((score, label) => Math.max(score, highest[label] ?? 0));
		}
	}
	return { numbers: Float32Array.from(highest), tokens };
}

/** Halves a text until the model reads each part whole. Halves overlap, so that a phrase is whole in one of them. */
function splitText(text: string, fits: (part: string) => boolean): string[] {
	const smallest = 16;
	if (text.length <= smallest || fits(text)) return [text];
	const first = Math.ceil(text.length * 0.55);
	const second = Math.floor(text.length * 0.45);
	return [...splitText(text.slice(0, first), fits), ...splitText(text.slice(second), fits)];
}

/** Labels exclude each other unless several are allowed. A single label is its log-odds. */
function toProbabilities(logits: number[], severalLabels: boolean): number[] {
	if (severalLabels || logits.length === 1) return logits.map((each) => 1 / (1 + Math.exp(-each)));
	const highest = Math.max(...logits);
	const powers = logits.map((each) => Math.exp(each - highest));
	const sum = powers.reduce((total, each) => total + each, 0);
	return powers.map((each) => each / sum);
}

/** Length that speech models hear at once. */
const chunkSeconds = 30;

async function transcribe(
	{ model: { folder, subfolder, dtype }, samples, language }: Extract<ThreadTask, { kind: 'transcribe' }>,
	loaded: Library,
): Promise<ThreadAnswer> {
	if (listener?.folder !== folder) {
		const before = listener?.opened;
		const options = { subfolder, dtype, local_files_only: true };
		listener = { folder, opened: loaded.pipeline('automatic-speech-recognition', folder, options) };
		listener.opened.catch(() => (listener = undefined));
		await before?.then((unused) => unused.dispose());
	}
	const listen = await listener.opened;
	where = 'run';
	const options = { task: 'transcribe', chunk_length_s: chunkSeconds, stride_length_s: 5, ...(language !== undefined && { language }) };
	const { text } = await listen(samples, options);
	return { numbers: new Float32Array(), tokens: 0, text };
}

function countTokens({ attention_mask: { data } }: Inputs): number {
	return Array.from<number | bigint, number>(data, Number).reduce((sum, each) => sum + each, 0);
}
