import { access, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commits, Hub, type HubHost } from './hub';
import { noModel, onnxFile } from './model-folder';

const complete = '.complete';
/** Weights above two gigabytes are parted, at that size mostly. */
const mostFiles = 64;

/** What a model is read by; of a hub's other files nothing is fetched. */
const wanted = new Set([
	...['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'special_tokens_map.json', 'modules.json'],
	...['sentence_bert_config.json', 'config_sentence_transformers.json', '1_Pooling/config.json'],
]);

interface HubModel {
	/** `owner/name`. */
	id: string;
	/** A commit, branch or tag. Default: what was fetched last, else `main`. */
	revision?: string;
	dtype: string;
}

/**
 * A model of a hub in the state folder, fetched once: whole or not at all. Offline it is what was fetched.
 * @throws TroupeError MODEL_NOT_FOUND, MODEL_UNREACHABLE, INPUT_INVALID, CANCELLED
 */
export async function fetchHubModel(
	{ id, revision, dtype }: HubModel,
	host: HubHost,
	signal: AbortSignal,
): Promise<{ folder: string; revision: string }> {
	if (host.stateFolder === undefined) throw noModel(id, 'no state folder is configured to store it in');
	const models = join(host.stateFolder, 'models', folderOf(id), dtype);
	const there = await fetchedRevision(models, revision);
	if (there) return { folder: join(models, there), revision: there };
	const hub = new Hub(id, host, signal);
	const { commit, files } = await hub.describe(revision ?? 'main');
	const folder = join(models, commit);
	if (!(await isComplete(folder))) await fetchWhole(hub, commit, filesOf(files, dtype, id), folder);
	return { folder, revision: commit };
}

/** Its own of each: `a--b/c` and `a/b--c`, `a-/b` and `a/-b` are four models. */
function folderOf(id: string): string {
	return /--|-\/|\/-/.test(id) ? id.replace('/', '%2F') : id.replace('/', '--');
}

async function fetchedRevision(models: string, revision: string | undefined): Promise<string | undefined> {
	if (revision !== undefined && !commits.test(revision)) return undefined;
	const found: Array<{ commit: string; at: number }> = [];
	for (const commit of await readdir(models).catch(() => [])) {
		if (!commits.test(commit) || (revision !== undefined && commit !== revision)) continue;
		const { mtimeMs } = (await stat(join(models, commit, complete)).catch(() => undefined)) ?? {};
		if (mtimeMs !== undefined) found.push({ commit, at: mtimeMs });
	}
	return found.sort((one, other) => other.at - one.at)[0]?.commit;
}

function isComplete(folder: string): Promise<boolean> {
	return access(join(folder, complete)).then(
		() => true,
		() => false, // it was never whole
	);
}

function filesOf(files: string[], dtype: string, id: string): string[] {
	const name = onnxFile(dtype, id);
	const subfolder = files.includes(`onnx/${name}`) ? 'onnx/' : '';
	// With the files that it is continued in, beside it: names that lead elsewhere are a hub's with something in mind.
	const weights = files.filter((file) => file.startsWith(subfolder + name) && !/[/\\]/.test(file.slice(subfolder.length)));
	if (!weights.includes(subfolder + name)) throw noModel(id, `the hub has no onnx/${name} for it`);
	if (weights.length > mostFiles) throw noModel(id, `it has more than ${mostFiles} files`);
	return [...files.filter((file) => wanted.has(file)), ...weights];
}

/** Beside its place, and moved there when it is whole. */
async function fetchWhole(hub: Hub, commit: string, files: string[], folder: string): Promise<void> {
	const partial = `${folder}.${process.pid}.partial`;
	try {
		await hub.fetchFiles(commit, files, partial);
		await writeFile(join(partial, complete), '');
		await rename(partial, folder).catch(async (error: unknown) => {
			if (!(await isComplete(folder))) throw error; // else another process was faster
		});
	} catch (error) {
		throw hub.failure(error);
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}
