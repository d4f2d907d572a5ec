import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { EmbeddingStamp } from '../../core/ports/knowledge/collection-stamp';
import type { Reranker } from '../../core/ports/models/rerankers';
import { requireAllowed } from './allowed-models';
import { findTransformers } from './find-transformers';
import type { HubHost } from './hub';
import { fetchHubModel } from './hub-model';
import { createLocalClassifier, type LocalClassifier } from './local-classifier';
import { createLocalEmbedder, type LocalEmbedder } from './local-embedder';
import { type ModelFolder, type NamedFolder, readModelFolder } from './model-folder';
import { modelThread } from './model-thread';
import type { ModelThread } from './model-thread';

const maxFolders = 100;

/** Remembers model folders: a collection stores a model's digest, because folders differ between machines. */
class KnownFolders {
	private constructor(private readonly file: string | undefined) {}

	/** Without a state folder: nothing is remembered. */
	static in(stateFolder: string | undefined): KnownFolders {
		return new KnownFolders(stateFolder && join(stateFolder, 'local-models.json'));
	}

	async find(revision: string): Promise<string | undefined> {
		return (await this.#read())[revision];
	}

	async remember(revision: string, folder: string): Promise<void> {
		if (!this.file) return;
		const stored = await this.#read();
		if (stored[revision] === folder) return;
		const others = Object.entries(stored).filter(([each]) => each !== revision);
		const recent = Object.fromEntries([...others, [revision, folder]].slice(-maxFolders)) as Record<string, string>;
		const next = `${this.file}.${randomUUID()}`;
		createFolder(dirname(this.file), 0o700);
		await writeFile(next, JSON.stringify(recent, null, '\t'), { mode: 0o600 });
		await rename(next, this.file);
	}

	async #read(): Promise<Record<string, string>> {
		if (!this.file) return {};
		try {
			return JSON.parse(await readFile(this.file, 'utf8')) as Record<string, string>;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return {};
			throw error;
		}
	}
}

/** Max passages per batch: a user's next question waits for it. */
const maxPassages = 8;

function createLocalReranker({ id, from }: Pick<ModelFolder, 'id' | 'from'>, thread: ModelThread): Reranker {
	return {
		id,
		async rerank(question, passages, signal) {
			const scores = new Array<number>(passages.length);
			const places = passages.map((_, place) => place).sort((one, other) => passages[one]!.length - passages[other]!.length);
			for (let start = 0; start < places.length; start += maxPassages) {
				const some = places.slice(start, start + maxPassages);
				const batch = some.map((place) => passages[place]!);
				const { numbers } = await thread.run({ kind: 'rerank', model: from, question, passages: batch }, true, signal);
				some.forEach((place, index) => (scores[place] = numbers[index]!));
			}
			return scores;
		},
	};
}

interface LocalModels extends HubHost {
	/** Folder of @huggingface/transformers, if outside the state folder. */
	transformers?: string;
}

/**
 * @param name a folder or hub id, such as `Xenova/all-MiniLM-L6-v2`; optionally followed by `@` and a commit, and `#` and a dtype @throws TroupeError
 * DEPENDENCY_MISSING, MODEL_NOT_FOUND, MODEL_UNREACHABLE, NOT_SUPPORTED, CANCELLED
 */
export async function openLocalEmbedder(name: string, host: LocalModels, signal: AbortSignal): Promise<LocalEmbedder> {
	return embedderIn(await openFolder(name, host, signal), host);
}

export async function openLocalReranker(name: string, host: LocalModels, signal: AbortSignal): Promise<Reranker> {
	const library = findTransformers({ installed: host.transformers, stateFolder: host.stateFolder });
	return createLocalReranker(await openFolder(name, host, signal), modelThread(library));
}

/**
 * Opens a classifier in a folder, optionally with `#` and a dtype; guardrails download nothing. @throws TroupeError DEPENDENCY_MISSING,
 * MODEL_NOT_FOUND, MODEL_REFUSED
 */
export async function openLocalClassifier(name: string, host: LocalModels): Promise<LocalClassifier> {
	const library = findTransformers({ installed: host.transformers, stateFolder: host.stateFolder });
	const { path, dtype } = openParts(name);
	const check = requireAllowed(resolve(path), host.allowedModels);
	const model = await readModelFolder({ folder: path, dtype });
	check?.(model.revision);
	return createLocalClassifier(model, modelThread(library));
}

/**
 * Opens a stamp's model from any known folder. @param folder a candidate @throws TroupeError MODEL_NOT_FOUND if no folder has it any more, and what
 * openLocalEmbedder throws
 */
export async function openStampedEmbedder(
	stamp: EmbeddingStamp,
	name: string | undefined,
	host: LocalModels,
	signal: AbortSignal,
): Promise<LocalEmbedder> {
	const called = stamp.model.slice('local:'.length);
	const folders = KnownFolders.in(host.stateFolder);
	const remembered = stamp.revision === undefined ? undefined : await folders.find(stamp.revision);
	for (const folder of [name, remembered]) {
		if (folder === undefined) continue;
		const { path, dtype } = openParts(folder);
		if (!isFolder(path)) continue;
		const model = await readIfThere({ folder: path, name: called, dtype: dtype ?? stamp.dtype });
		if (!model || model.revision !== stamp.revision) continue;
		requireAllowed(resolve(path), host.allowedModels)?.(model.revision);
		return embedderIn(model, host);
	}
	if (isHubId(called)) return openLocalEmbedder(`${called}@${stamp.revision}#${stamp.dtype}`, host, signal);
	throw new TroupeError({
		code: 'MODEL_NOT_FOUND',
		message: `The vectors were created with the local model "${called}" (${stamp.revision}, ${stamp.dtype}), which is not in any configured folder.`,
		fix: 'Set TROUPE_EMBEDDING_MODEL to the folder of that model, search by words, or re-embed the collection with another model.',
		details: { model: stamp.model, revision: stamp.revision },
	});
}

/** Undefined without a model. */
async function readIfThere(folder: NamedFolder): Promise<ModelFolder | undefined> {
	try {
		return await readModelFolder(folder);
	} catch (error) {
		if (isTroupeError(error) && error.code === 'MODEL_NOT_FOUND') return undefined;
		throw error;
	}
}

async function openFolder(name: string, host: LocalModels, signal: AbortSignal): Promise<ModelFolder> {
	const { path, revision, dtype } = openParts(name);
	if (isFolder(path) || !isHubId(path)) {
		const check = requireAllowed(resolve(path), host.allowedModels);
		const model = await readModelFolder({ folder: path, dtype });
		check?.(model.revision);
		await KnownFolders.in(host.stateFolder).remember(model.revision, model.from.folder);
		return model;
	}
	const check = requireAllowed(path, host.allowedModels);
	const fetched = await fetchHubModel({ id: path, revision, dtype: dtype ?? 'fp32' }, host, signal);
	const model = await readModelFolder({ ...fetched, name: path, dtype: dtype ?? 'fp32' });
	check?.((await readModelFolder({ folder: fetched.folder, dtype: dtype ?? 'fp32' })).revision);
	return model;
}

function embedderIn(model: ModelFolder, host: LocalModels): LocalEmbedder {
	const library = findTransformers({ installed: host.transformers, stateFolder: host.stateFolder });
	return createLocalEmbedder(model, library, modelThread(library));
}

/** Folder names can contain these characters: an existing folder takes precedence. */
function openParts(name: string): { path: string; revision?: string; dtype?: string } {
	if (isFolder(name)) return { path: name };
	const [, path = name, revision, dtype] = /^(.+?)(?:@([\w.-]+))?(?:#([a-z\d]+))?$/.exec(name) ?? [];
	return { path, revision, dtype };
}

function isFolder(path: string): boolean {
	return existsSync(path) && statSync(path).isDirectory();
}

/** Matches `owner/name`. A leading dot or slash means a missing folder. */
function isHubId(name: string): boolean {
	return !isAbsolute(name) && /^[A-Za-z\d][\w.-]*\/[A-Za-z\d][\w.-]*$/.test(name);
}
