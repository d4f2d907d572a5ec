import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { fetchHubModel } from './hub-model';

const signal = new AbortController().signal;
const [first, second] = ['1'.repeat(40), '2'.repeat(40)];
const id = 'Xenova/all-MiniLM-L6-v2';

describe('A model of a hub', () => {
	let server: Server;
	let stateFolder: string;
	let asked: string[];
	let newest: string;
	let missing: string | undefined;
	let baseUrl: string;
	let siblings: string[];
	let description: string | undefined;
	beforeEach(async () => {
		stateFolder = await mkdtemp(join(tmpdir(), 'troupe-hub-'));
		[asked, newest, missing, description] = [[], first, undefined, undefined];
		siblings = ['config.json', 'tokenizer.json', 'README.md', 'onnx/model.onnx', 'onnx/model_quantized.onnx', 'pytorch_model.bin'];
		server = createServer((request, response) => {
			asked.push(request.url!);
			const [, file] = /resolve\/[12]+\/(.+)$/.exec(request.url!) ?? [];
			if (request.headers.authorization !== 'Bearer token' || (file !== undefined && file === missing)) response.writeHead(404).end();
			else if (file) response.end(`${file} of ${newest}`);
			else response.end(description ?? JSON.stringify({ sha: newest, siblings: siblings.map((rfilename) => ({ rfilename })) }));
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	});
	afterEach(async () => {
		await new Promise((closed) => server.close(closed));
		await rm(stateFolder, { recursive: true, force: true });
	});

	const fetchIt = (model: { revision?: string; dtype?: string } = {}, token = 'token', bounds: { maxModelBytes?: number } = {}) =>
		fetchHubModel({ id, dtype: 'fp32', ...model }, { stateFolder, hub: { baseUrl, token }, ...bounds }, signal);

	it('is fetched once, as far as it is needed, and is named by its commit', async () => {
		const { folder, revision } = await fetchIt();
		expect(revision).toBe(first);
		await expect(readFile(join(folder, 'onnx/model.onnx'), 'utf8')).resolves.toBe(`onnx/model.onnx of ${first}`);
		expect(asked).toEqual([
			`/api/models/${id}/revision/main`,
			...['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((file) => `/${id}/resolve/${first}/${file}`),
		]);
		newest = second;
		await expect(fetchIt()).resolves.toEqual({ folder, revision: first });
		await expect(fetchIt({ revision: first })).resolves.toEqual({ folder, revision: first });
		expect(asked).toHaveLength(4);
		await expect(fetchIt({ revision: 'main' })).resolves.toMatchObject({ revision: second });
	});

	it('is there whole or not at all', async () => {
		missing = 'onnx/model.onnx';
		await expect(fetchIt()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
		await expect(readdir(join(stateFolder, 'models/Xenova--all-MiniLM-L6-v2/fp32'))).resolves.toEqual([]);
		missing = undefined;
		await expect(fetchIt()).resolves.toMatchObject({ revision: first });
	});

	it('has a folder of its own, whatever dashes its name is made of', async () => {
		const folders: string[] = [];
		for (const name of ['a--b/c', 'a/b--c', 'a-/b', 'a/-b', 'a/b'])
			folders.push((await fetchHubModel({ id: name, dtype: 'fp32' }, { stateFolder, hub: { baseUrl, token: 'token' } }, signal)).folder);
		expect(new Set(folders).size).toBe(5);
	});

	it('is written nowhere but into its folder, whatever the hub calls its files', async () => {
		siblings.push('onnx/model.onnx/../../../../../../escaped', 'onnx/model.onnx\\..\\escaped', 'onnx/model.onnx_data');
		const { folder } = await fetchIt();
		await expect(readdir(folder)).resolves.toEqual(['.complete', 'config.json', 'onnx', 'tokenizer.json']);
		await expect(readdir(join(folder, 'onnx'))).resolves.toEqual(['model.onnx', 'model.onnx_data']);
		expect(asked.filter((path) => path.includes('escaped'))).toEqual([]);
	});

	it('is bounded, in all its files together and in how many they are', async () => {
		await expect(fetchIt({}, 'token', { maxModelBytes: 100 })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
		await expect(readdir(join(stateFolder, 'models/Xenova--all-MiniLM-L6-v2/fp32'))).resolves.toEqual([]);
		siblings.push(...Array.from({ length: 64 }, (_, part) => `onnx/model.onnx_data_${part}`));
		await expect(fetchIt()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', message: expect.stringContaining('64 files') });
	});

	it.each(['<html>Please log in</html>', 'null', '{"sha": "main", "siblings": []}', `{"sha": "${first}", "siblings": [null]}`])(
		'is not fetched from what answers %s',
		async (answer) => {
			description = answer;
			await expect(fetchIt()).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_(UNREACHABLE|NOT_FOUND)$/) });
		},
	);

	it.each(['https://user:secret@hub.example', 'secret@hub.example', 'ftp://user:secret@hub.example'])(
		'is not fetched from %s, and the error does not repeat it',
		async (address) => {
			const host = { stateFolder, hub: { baseUrl: address } };
			const error = await fetchHubModel({ id, dtype: 'fp32' }, host, signal).catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.not.stringContaining('secret') });
		},
	);

	it('is not asked for with a token that no header can carry, and the error does not repeat it', async () => {
		const error = await fetchIt({}, 'secret\nof two lines').catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('HF_TOKEN') });
		expect(inspect(error)).not.toContain('secret');
		expect(asked).toEqual([]);
	});

	it('that is not there, or cannot be reached, is said to be so', async () => {
		await expect(fetchIt({}, 'another')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', message: expect.stringContaining('404') });
		await expect(fetchIt({ dtype: 'q4' })).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringContaining('onnx/model_q4.onnx'),
		});
		await new Promise((closed) => server.close(closed));
		await expect(fetchIt()).rejects.toMatchObject({
			code: 'MODEL_UNREACHABLE',
			retryable: true,
			fix: expect.stringContaining('HF_ENDPOINT'),
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	});
});
