import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAllowedModels, requireAllowed } from './allowed-models';
import { openLocalEmbedder, openLocalReranker } from './open-local-model';

const digest = `sha256:${'a'.repeat(32)}`;
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
	const changed = `sha256:${'b'.repeat(32)}`;
	const check = requireAllowed('Xenova/all-MiniLM-L6-v2', list)!;
	expect(() => check(changed)).toThrow(new RegExp(`${changed}.* expects ${digest}`));
});

test('a model without a digest in one entry may have any files', () =>
	expect(requireAllowed('acme/x', readAllowedModels(`acme/x=${digest} acme/*`))).toBeUndefined());

test.each(['Xenova', 'a/b/c', 'a/b=sha256:12', 'models/../own=sha1:aa', '../own'])('refuses the entry %s', (text) =>
	expect(() => readAllowedModels(text)).toThrow('TROUPE_LOCAL_MODELS has the invalid entry'),
);

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
			message: expect.stringMatching(/have the digest sha256:[\da-f]{32}, but/) as string,
		});
	});
});
