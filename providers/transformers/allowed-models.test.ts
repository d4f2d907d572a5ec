import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAllowedModels, requireAllowed } from './allowed-models';
import { hashFile } from './folder-digest';
import { Hub } from './hub';
import { openLocalEmbedder, openLocalReranker } from './open-local-model';
import { slowTest } from '../../test/support/slow-tests';

const digest = `sha256:${'a'.repeat(64)}`;
const list = readAllowedModels(`Xenova/all-MiniLM-L6-v2=${digest}, acme/* /models/own=${digest}`);

test('allows models by id, by owner and by folder', () => {
	expect(requireAllowed('acme/embedder', list)).toBeUndefined();
	for (const name of ['Xenova/all-MiniLM-L6-v2', '/models/own']) expect(() => requireAllowed(name, list)!(digest)).not.toThrow();
	expect(requireAllowed('anybody/model', undefined)).toBeUndefined();
});

test.each(['Xenova/other', 'acme-evil/embedder', '/models/own2', '/acme/embedder'])('refuses %s, which is not on it', (name) =>
	expect(() => requireAllowed(name, list)).toThrow('not on the list TROUPE_LOCAL_MODELS'),
);

test('refuses other files than those of the digest, and names both', () => {
	const changed = `sha256:${'b'.repeat(64)}`;
	const check = requireAllowed('Xenova/all-MiniLM-L6-v2', list)!;
	expect(() => check(changed)).toThrow(new RegExp(`${changed}.* expects ${digest}`));
});

test.each(['acme/*', 'acme/x'])('the entry %s without a digest does not lift that of another one', (open) =>
	expect(() => requireAllowed('acme/x', readAllowedModels(`acme/x=${digest} ${open}`))!('sha256:other')).toThrow('have the digest'),
);

slowTest('the digest changes with each file that the weights name, wherever it is, and with no other', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-model-'));
	mkdirSync(join(folder, 'parts'));
	const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
	write('model.onnx', `${'w'.repeat(2 ** 20 - 3)}location weights.bin, ./parts/more.bin`);
	const look = () => hashFile(folder, { subfolder: '', weights: 'model.onnx' });
	const seen = [await look()];
	for (const name of ['weights.bin', 'parts/more.bin', 'model.onnx_data']) {
		write(name, 'tensor');
		seen.push(await look());
	}
	expect(new Set(seen).size).toBe(4);
	write('README.md', 'more');
	write('model_fp16.onnx', 'other');
	expect(await look()).toBe(seen.at(-1));
	write('weights.bin', 'zeros!');
	expect(seen).not.toContain(await look());
});

test.each(['Xenova', 'a/b/c', 'a/b=sha256:12', 'models/../own=sha1:aa', '../own'])('refuses the entry %s', (text) =>
	expect(() => readAllowedModels(text)).toThrow('TROUPE_LOCAL_MODELS has the invalid entry'),
);

test('nothing is asked of a hub on another machine without encryption, and no weights are taken from one', async () => {
	const asked: string[] = [];
	const answer = (url: string) => async () => (asked.push(url), Object.defineProperty(new Response('{}'), 'url', { value: url }));
	const open = (baseUrl: string, fetch: typeof globalThis.fetch) =>
		new Hub('acme/x', { hub: { baseUrl, token: 'hf_secret' }, fetch }, new AbortController().signal);
	expect(() => open('http://hub.lan', answer('x'))).toThrow(/hub\.lan .* not encrypted/);
	expect(asked).toEqual([]);
	const redirected = open('https://hub.example', answer('http://cdn.example/weights')).describe('main');
	await expect(redirected).rejects.toThrow(/cdn\.example .* not encrypted/);
	expect(() => open('http://127.0.0.1:1', answer('x'))).not.toThrow();
});

describe('with a list', () => {
	const never = new AbortController().signal;
	const host = { allowedModels: list, fetch: () => Promise.reject(new Error('nothing is asked of the hub')) };

	test.each([openLocalEmbedder, openLocalReranker])('%o downloads nothing that is not on it', async (openModel) => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-allowed-'));
		const installed = join(stateFolder, 'node_modules/@huggingface/transformers');
		mkdirSync(installed, { recursive: true });
		writeFileSync(join(installed, 'package.json'), '{"version": "4.0.0", "main": "index.js"}');
		await expect(openModel('Xenova/other', { ...host, stateFolder }, never)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
	});

	test('a folder whose files changed is refused, and the error names their digest', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-model-'));
		writeFileSync(join(folder, 'config.json'), '{"hidden_size": 8}');
		writeFileSync(join(folder, 'model.onnx'), 'weights');
		const allowedModels = readAllowedModels(`${folder}=${digest}`);
		await expect(openLocalEmbedder(folder, { ...host, allowedModels }, never)).rejects.toMatchObject({
			code: 'MODEL_REFUSED',
			message: expect.stringMatching(/have the digest sha256:[\da-f]{64}, but/) as string,
		});
	});
});
