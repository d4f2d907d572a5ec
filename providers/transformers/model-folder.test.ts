import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTransformers } from './find-transformers';
import { readModelFolder } from './model-folder';
import { openLocalEmbedder, openStampedEmbedder } from './open-local-model';
import { slowTest } from '../../test/support/slow-tests';

const signal = new AbortController().signal;

describe('A local model', () => {
	let base: string;
	beforeEach(async () => {
		base = await mkdtemp(join(tmpdir(), 'troupe-model-'));
	});
	afterEach(() => rm(base, { recursive: true, force: true }));

	async function makeFolder(name: string, files: Record<string, unknown> = {}): Promise<string> {
		const folder = join(base, name);
		const all = {
			'config.json': { hidden_size: 384, max_position_embeddings: 512 },
			'tokenizer.json': {},
			'onnx/model.onnx': 'weights',
			...files,
		};
		for (const [path, content] of Object.entries(all)) {
			await mkdir(dirname(join(folder, path)), { recursive: true });
			await writeFile(join(folder, path), JSON.stringify(content));
		}
		return folder;
	}

	/** A library that is there and is never loaded. */
	async function installLibrary(): Promise<string> {
		const folder = join(base, 'node_modules/@huggingface/transformers');
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'package.json'), JSON.stringify({ name: '@huggingface/transformers', main: 'library.js' }));
		await writeFile(join(folder, 'library.js'), 'throw new Error("it was loaded");');
		return base;
	}

	it('is described by its folder: the least of its lengths, its pooling, and its prefix of questions', async () => {
		const folder = await makeFolder('all-MiniLM-L6-v2', {
			'sentence_bert_config.json': { max_seq_length: 256 },
			'tokenizer_config.json': { model_max_length: 1e30 },
			'1_Pooling/config.json': { pooling_mode_cls_token: true },
			'config_sentence_transformers.json': { prompts: { query: 'query: ', passage: 'passage: ' } },
		});
		await expect(readModelFolder({ folder })).resolves.toMatchObject({
			id: 'local:all-MiniLM-L6-v2',
			from: { folder, subfolder: 'onnx', dtype: 'fp32', maximumTokens: 256 },
			dimensions: 384,
			pooling: 'cls',
			prefixes: { query: 'query: ', document: 'passage: ' },
		});
	});

	it('is told a question from a document by its name, where its folder says nothing', async () => {
		const folder = await makeFolder('multilingual-e5-small');
		await expect(readModelFolder({ folder })).resolves.toMatchObject({
			pooling: 'mean',
			prefixes: { query: 'query: ', document: 'passage: ' },
		});
	});

	slowTest('has one revision wherever it lies, and another one where its weights or its tokenizer are others', async () => {
		const revisionOf = async (folder: string, dtype?: string) => (await readModelFolder({ folder, dtype })).revision;
		const one = await revisionOf(await makeFolder('one/minilm'));
		await expect(revisionOf(await makeFolder('other/minilm', { 'README.md': 'more', 'onnx/model_quantized.onnx': 'small' }))).resolves.toBe(
			one,
		);
		await expect(revisionOf(await makeFolder('tokens/minilm', { 'tokenizer.json': { model: {} } }))).resolves.not.toBe(one);
		await expect(revisionOf(await makeFolder('weights/minilm', { 'onnx/model.onnx': 'others' }))).resolves.not.toBe(one);
		await expect(revisionOf(join(base, 'other/minilm'), 'q8')).resolves.not.toBe(one);
	});

	it('is refused with the reason where its folder holds none, or one that would give wrong vectors', async () => {
		await expect(readModelFolder({ folder: join(base, 'nowhere') })).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringContaining('config.json'),
		});
		const folder = await makeFolder('minilm');
		await expect(readModelFolder({ folder, dtype: 'q8' })).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringContaining('onnx/model_quantized.onnx'),
		});
		const dense = await makeFolder('dense', {
			'modules.json': [{ type: 'sentence_transformers.models.Transformer' }, { type: 'sentence_transformers.models.Dense' }],
		});
		await expect(readModelFolder({ folder: dense })).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
			message: expect.stringContaining('Dense'),
		});
	});

	it('is stamped without being loaded, and found again by its stamp, also where the folder has moved', async () => {
		const library = await installLibrary();
		expect(() => findTransformers({ installed: join(library, 'below') })).toThrow(expect.objectContaining({ code: 'DEPENDENCY_MISSING' }));
		const host = { stateFolder: join(base, 'state'), transformers: library };
		const folder = await makeFolder('minilm');
		const stamp = await (await openLocalEmbedder(folder, host, signal)).stamp(signal);
		expect(stamp).toEqual({
			model: 'local:minilm',
			revision: expect.stringMatching(/^sha256:/),
			dtype: 'fp32',
			maximumTokens: 512,
			dimensions: 384,
		});
		await expect((await openStampedEmbedder(stamp, undefined, host, signal)).stamp(signal)).resolves.toEqual(stamp);
		await rm(folder, { recursive: true });
		await expect(openStampedEmbedder(stamp, undefined, host, signal)).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			fix: expect.stringContaining('TROUPE_EMBEDDING_MODEL'),
		});
		const moved = await makeFolder('elsewhere');
		await expect((await openStampedEmbedder(stamp, moved, host, signal)).stamp(signal)).resolves.toEqual(stamp);
	});

	it('of which a file is not JSON is refused, and nothing of the file is repeated', async () => {
		const folder = await makeFolder('broken');
		await writeFile(join(folder, 'config.json'), 'secret of somebody');
		await expect(readModelFolder({ folder })).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringMatching(/^(?!.*secret).*config\.json is not JSON/),
		});
	});

	slowTest('needs a library that says how it is installed where it is missing, and why where it does not load', async () => {
		expect(() => findTransformers({ installed: '/nowhere' })).toThrow(
			expect.objectContaining({ code: 'DEPENDENCY_MISSING', fix: expect.stringContaining('npm install') }),
		);
		const library = await installLibrary();
		expect(() => findTransformers({ installed: join(library, 'below') })).toThrow(expect.objectContaining({ code: 'DEPENDENCY_MISSING' }));
		const host = { stateFolder: join(base, 'state'), transformers: library };
		const embedder = await openLocalEmbedder(await makeFolder('minilm'), host, signal);
		await expect(embedder.embed(['text'], signal)).rejects.toMatchObject({
			code: 'DEPENDENCY_MISSING',
			message: expect.stringContaining('it was loaded'),
		});
	});
});
