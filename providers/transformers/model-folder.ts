import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { findPrefixes, type PurposePrefixes } from '../models/shared/purpose-prefixes';
import { hashFile } from './folder-digest';
import type { LoadedFrom } from './model-worker';

export interface ModelFolder {
	/** `local:` and the folder's name or hub id. */
	id: string;
	from: LoadedFrom;
	/** The hub commit, else a digest of the files that affect results. */
	revision: string;
	dimensions: number;
	pooling: 'mean' | 'cls' | 'last_token';
	prefixes: PurposePrefixes;
	/** In score order; empty for models other than classifiers. */
	labels: string[];
	severalLabels: boolean;
}

const suffixes: Record<string, string> = {
	fp32: '',
	fp16: '_fp16',
	q8: '_quantized',
	int8: '_int8',
	uint8: '_uint8',
	q4: '_q4',
	q4f16: '_q4f16',
	bnb4: '_bnb4',
};

/** Default max input tokens. */
const usualTokens = 512;

export interface NamedFolder {
	folder: string;
	/** Default: the folder's name. */
	name?: string;
	/** Default: the most exact in the folder. */
	dtype?: string;
	/** Default: the digest. */
	revision?: string;
}

/**
 * Reads a sentence-transformers description: max length, pooling, question prefix. @throws TroupeError MODEL_NOT_FOUND without an ONNX model;
 * NOT_SUPPORTED for a model with further layers
 */
export async function readModelFolder({ folder: given, name, dtype, revision }: NamedFolder): Promise<ModelFolder> {
	const folder = resolve(given);
	const config = await readJson(folder, 'config.json');
	if (!config) throw noModel(folder, 'it has no config.json');
	const file = findFile(folder, dtype);
	const called = name ?? basename(folder);
	const [pooling, modules, sentences, tokenizer, prompts] = await Promise.all(
		[
			'1_Pooling/config.json',
			'modules.json',
			'sentence_bert_config.json',
			'tokenizer_config.json',
			'config_sentence_transformers.json',
		].map((path) => readJson(folder, path)),
	);
	refuseFurtherLayers(folder, modules);
	const lengths = [sentences?.max_seq_length, tokenizer?.model_max_length, config.max_position_embeddings].filter(isLength);
	const dimensions = config.hidden_size ?? config.dim ?? config.d_model;
	if (!isLength(dimensions)) throw noModel(folder, 'its config.json does not specify the number of dimensions');
	return {
		id: `local:${called}`,
		from: { folder, ...file, maximumTokens: Math.min(...lengths, lengths.length > 0 ? Infinity : usualTokens) },
		revision: revision ?? (await hashFile(folder, { subfolder: file.subfolder, weights: onnxFile(file.dtype, folder) })),
		dimensions,
		pooling: readPooling(pooling, called),
		prefixes: { ...findPrefixes(called), ...readPrompts(prompts) },
		labels: readLabels(config.id2label),
		severalLabels: config.problem_type === 'multi_label_classification',
	};
}

function findFile(folder: string, wanted: string | undefined): Pick<LoadedFrom, 'subfolder' | 'dtype'> {
	const dtypes = wanted === undefined ? Object.keys(suffixes) : [wanted];
	for (const dtype of dtypes)
		for (const subfolder of ['onnx', '']) if (existsSync(join(folder, subfolder, onnxFile(dtype, folder)))) return { subfolder, dtype };
	const expected = wanted === undefined ? 'onnx/model.onnx' : `onnx/${onnxFile(wanted, folder)}`;
	throw noModel(folder, `it has no ${expected}`);
}

/** @throws TroupeError MODEL_NOT_FOUND for an unknown dtype */
export function onnxFile(dtype: string, of: string): string {
	const suffix = suffixes[dtype];
	if (suffix === undefined) throw noModel(of, `"${dtype}" is not one of ${Object.keys(suffixes).join(', ')}`);
	return `model${suffix}.onnx`;
}

/** Refuses layers after the pooling: ignoring them would make all vectors wrong. */
function refuseFurtherLayers(folder: string, modules: unknown): void {
	if (!Array.isArray(modules)) return;
	const types = modules.map((each: { type?: unknown } | null) => String(each?.type).split('.').at(-1)!);
	const further = types.filter((type) => !['Transformer', 'Pooling', 'Normalize'].includes(type));
	if (further.length === 0) return;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The local model in ${folder} has an unsupported layer: ${further.join(', ')}.`,
		fix: 'Use a model that consists of a transformer and pooling only, or run this one in Ollama.',
		details: { folder, layers: further },
	});
}

function readPooling(config: Fields | undefined, name: string): ModelFolder['pooling'] {
	if (config?.pooling_mode_cls_token === true) return 'cls';
	if (config?.pooling_mode_lasttoken === true) return 'last_token';
	if (config) return 'mean';
	// transformers.js copies often lack that file. Values from the model cards.
	if (/bge-|arctic-embed|mxbai-embed|gte-.*v1\.5/i.test(name)) return 'cls';
	return /qwen3-embedding/i.test(name) ? 'last_token' : 'mean';
}

function readPrompts(config: Fields | undefined): Partial<PurposePrefixes> {
	const prompts = (config?.prompts ?? {}) as Record<string, unknown>;
	const query = prompts.query;
	const document = prompts.document ?? prompts.passage;
	return { ...(isText(query) && { query }), ...(isText(document) && { document }) };
}

function readLabels(labels: unknown): string[] {
	if (typeof labels !== 'object' || labels === null) return [];
	const entries = Object.entries(labels).sort(([one], [other]) => Number(one) - Number(other));
	return entries.map(([, label]) => String(label));
}

type Fields = Record<string, unknown>;

async function readJson(folder: string, path: string): Promise<Fields | undefined> {
	const file = join(folder, path);
	if (!existsSync(file)) return undefined;
	try {
		return JSON.parse(await readFile(file, 'utf8')) as Fields;
	} catch (error) {
		// The parser would quote the file, which could be any that a user named.
		throw noModel(
			folder,
			`its ${path} ${error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${(error as NodeJS.ErrnoException).code})`}`,
		);
	}
}

/** Some tokenizers declare 1e30. */
function isLength(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e6;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

export function noModel(where: string, why: string): TroupeError {
	return new TroupeError({
		code: 'MODEL_NOT_FOUND',
		message: `No usable local model in ${where}: ${why}.`,
		fix: 'Specify a folder with config.json, tokenizer.json and onnx/model.onnx, as hubs have them for transformers.js, or the id of such a model on a hub.',
		details: { folder: where },
	});
}
