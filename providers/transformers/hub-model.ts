import { access, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commits, Hub, type HubHost } from './hub';
import { noModel, onnxFile } from './model-folder';

const complete = '.complete';
/** Weights above two gigabytes are usually split at that size. */
const maxFiles = 64;

const wanted = new Set([
	'config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'vocab.txt',
	'special_tokens_map.json',
	'modules.json',
	'sentence_bert_config.json',
	'config_sentence_transformers.json',
	'1_Pooling/config.json',
]);

interface HubModel {
	/** `owner/name`. */
	id: string;
	/** Commit, branch or tag. Default: the last downloaded one, else `main`. */
	revision?: string;
	dtype: string;
}

/**
 * Downloads a hub model once, completely or not at all. Offline, uses the downloaded one. @throws TroupeError MODEL_NOT_FOUND, MODEL_UNREACHABLE,
 * INPUT_INVALID, CANCELLED
 */
export async function fetchHubModel(
	{ id, revision, dtype }: HubModel,
	host: HubHost,
	signal: AbortSignal,
): Promise<{ folder: string; revision: string }> {
	if (host.stateFolder === undefined) throw noModel(id, 'no state folder is configured to store it in');
	const models = join(host.stateFolder, 'models', modelFolder(id), dtype);
	const there = await fetchedRevision(models, revision);
	if (there) return { folder: join(models, there), revision: there };
	const hub = new Hub(id, host, signal);
	const { commit, files } = await hub.describe(revision ?? 'main');
	const folder = join(models, commit);
	if (!(await isComplete(folder))) await fetchWhole(hub, commit, listFiles(files, dtype, id), folder);
	return { folder, revision: commit };
}

/** Must be unique: `a--b/c`, `a/b--c`, `a-/b` and `a/-b` are four models. */
function modelFolder(id: string): string {
	return /--|-\/|\/-/.test(id) ? id.replace('/', '%2F') : id.replace('/', '--');
}

async function fetchedRevision(models: string, revision: string | undefined): Promise<string | undefined> {
	if (revision !== undefined && !commits.test(revision)) return undefined;
	const revisions: Array<{ commit: string; at: number }> = [];
	for (const commit of await readdir(models).catch(() => [])) {
		if (!commits.test(commit) || (revision !== undefined && commit !== revision)) continue;
		const { mtimeMs } = (await stat(join(models, commit, complete)).catch(() => undefined)) ?? {};
		if (mtimeMs !== undefined) revisions.push({ commit, at: mtimeMs });
	}
	return revisions.sort((one, other) => other.at - one.at)[0]?.commit;
}

function isComplete(folder: string): Promise<boolean> {
	return access(join(folder, complete)).then(
		() => true,
		() => false, // it was never complete
	);
}

function listFiles(files: string[], dtype: string, id: string): string[] {
	const name = onnxFile(dtype, id);
	const subfolder = files.includes(`onnx/${name}`) ? 'onnx/' : '';
	// Includes adjacent data files; a name that leads elsewhere indicates a malicious hub.
	const weights = files.filter((file) => file.startsWith(subfolder + name) && !/[/\\]/.test(file.slice(subfolder.length)));
	if (!weights.includes(subfolder + name)) throw noModel(id, `the hub has no onnx/${name} for it`);
	if (weights.length > maxFiles) throw noModel(id, `it has more than ${maxFiles} files`);
	return [...files.filter((file) => wanted.has(file)), ...weights];
}

/** Downloads to a temporary folder, and moves it when complete. */
async function fetchWhole(hub: Hub, commit: string, files: string[], folder: string): Promise<void> {
	const partial = `${folder}.${process.pid}.partial`;
	try {
		await hub.fetchFiles(commit, files, partial);
		await writeFile(join(partial, complete), '');
		await rename(partial, folder).catch(async (error: unknown) => {
			if (!(await isComplete(folder))) throw error; // otherwise another process was faster
		});
	} catch (error) {
		throw hub.failure(error);
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}
