import { createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, TroupeError } from '../../core/errors';
import { boundedText } from '../shared/bounded-body';
import { isHeaderText } from '../shared/header-text';
import { noModel, onnxFile } from './model-folder';

const defaultHub = 'https://huggingface.co';
const complete = '.complete';
const commits = /^[\da-f]{40}$/;
/** Of a model, all files together: more is none that this machine could run. */
const mostBytes = 16 * 1024 ** 3;
/** Weights above two gigabytes are parted, at that size mostly. */
const mostFiles = 64;

/** What a model is read by; of a hub's other files nothing is fetched. */
const wanted = new Set([
	...['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt', 'special_tokens_map.json', 'modules.json'],
	...['sentence_bert_config.json', 'config_sentence_transformers.json', '1_Pooling/config.json'],
]);

export interface HubHost {
	stateFolder?: string;
	hub?: { baseUrl?: string; token?: string };
	fetch?: typeof fetch;
	/** Of a model, all files together. Default 16 GB. */
	mostModelBytes?: number;
}

export interface HubModel {
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
	if (host.stateFolder === undefined) throw noModel(id, 'there is no state folder to keep a model of a hub in');
	const models = join(host.stateFolder, 'models', folderOf(id), dtype);
	const there = await fetchedRevision(models, revision);
	if (there) return { folder: join(models, there), revision: there };
	const hub = new Hub(id, host, signal);
	const { commit, files } = await hub.describe(revision ?? 'main');
	const folder = join(models, commit);
	if (!(await isComplete(folder))) await hub.fetchAll(commit, filesOf(files, dtype, id), folder);
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
	if (!weights.includes(subfolder + name)) throw noModel(id, `the hub has no onnx/${name} of it`);
	if (weights.length > mostFiles) throw noModel(id, `the hub has it in more than ${mostFiles} files`);
	return [...files.filter((file) => wanted.has(file)), ...weights];
}

class Hub {
	readonly #address: string;
	readonly #fetch: typeof fetch;
	readonly #headers: Record<string, string>;
	readonly #mostBytes: number;

	/** @throws TroupeError INPUT_INVALID for an address or a token that is none */
	constructor(
		private readonly id: string,
		{ hub = {}, fetch = globalThis.fetch, mostModelBytes = mostBytes }: HubHost,
		private readonly signal: AbortSignal,
	) {
		this.#address = addressOf(hub.baseUrl ?? defaultHub);
		this.#fetch = fetch;
		this.#mostBytes = mostModelBytes;
		if (hub.token !== undefined && !isHeaderText(hub.token)) throw tokenInvalid();
		this.#headers = hub.token ? { authorization: `Bearer ${hub.token}` } : {};
	}

	async describe(revision: string): Promise<{ commit: string; files: string[] }> {
		const response = await this.#get(`/api/models/${this.id}/revision/${encodeURIComponent(revision)}`);
		const { sha, siblings } = await this.#description(response);
		if (typeof sha !== 'string' || !commits.test(sha) || !Array.isArray(siblings)) throw this.#unreachable('it does not answer as a hub');
		return { commit: sha, files: siblings.map((sibling) => sibling?.rfilename).filter((name) => typeof name === 'string') };
	}

	async #description(response: Response): Promise<{ sha?: unknown; siblings?: Array<{ rfilename?: unknown } | null> }> {
		try {
			return (JSON.parse(await boundedText(response)) ?? {}) as object;
		} catch (error) {
			throw error instanceof SyntaxError ? this.#unreachable('it does not answer as a hub') : this.#failure(error);
		}
	}

	/** Beside its place, and moved there when it is whole. */
	async fetchAll(commit: string, files: string[], folder: string): Promise<void> {
		const partial = `${folder}.${process.pid}.partial`;
		const counted = this.#counter();
		try {
			for (const file of files) {
				const path = join(partial, ...file.split('/'));
				await mkdir(dirname(path), { recursive: true, mode: 0o700 });
				const { body } = await this.#get(`/${this.id}/resolve/${commit}/${file}`);
				if (!body) throw this.#unreachable(`it gave nothing for ${file}`);
				await pipeline(Readable.fromWeb(body), counted(), createWriteStream(path), { signal: this.signal });
			}
			await writeFile(join(partial, complete), '');
			await rename(partial, folder).catch(async (error: unknown) => {
				if (!(await isComplete(folder))) throw error; // else another process was faster
			});
		} catch (error) {
			throw this.#failure(error);
		} finally {
			await rm(partial, { recursive: true, force: true });
		}
	}

	/** What passes through all of these together is bounded. */
	#counter(): () => Transform {
		let bytes = 0;
		return () =>
			new Transform({
				transform: (piece: Buffer, _encoding, done) => {
					bytes += piece.length;
					if (bytes <= this.#mostBytes) return done(null, piece);
					done(noModel(this.id, `the hub gives more than ${Math.floor(this.#mostBytes / 1024 ** 2)} MB for it`));
				},
			});
	}

	async #get(path: string): Promise<Response> {
		let response: Response;
		try {
			response = await this.#fetch(this.#address + path, { headers: this.#headers, signal: this.signal });
		} catch (error) {
			throw this.#failure(error);
		}
		if (response.ok) return response;
		await response.body?.cancel();
		// A hub says 401 of what is not there as well.
		if ([401, 403, 404].includes(response.status)) throw noModel(this.id, `the hub answered ${response.status}`);
		throw this.#unreachable(`it answered ${response.status}`);
	}

	#failure(error: unknown): TroupeError {
		if (error instanceof TroupeError) return error;
		if (this.signal.aborted) return new TroupeError({ code: 'CANCELLED', message: `Fetching ${this.id} was cancelled.`, cause: error });
		return this.#unreachable(messageOf(error), error);
	}

	#unreachable(why: string, cause?: unknown): TroupeError {
		return new TroupeError({
			code: 'MODEL_UNREACHABLE',
			message: `The model ${this.id} cannot be fetched from ${new URL(this.#address).host}: ${why}.`,
			fix: 'Check the network; or copy the model to this machine and give its folder. HF_ENDPOINT names a hub of your own.',
			retryable: true,
			cause,
		});
	}
}

/** fetch quotes one that no header can carry. */
function tokenInvalid(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The token of the hub holds a blank, a line break or a letter that no token has.',
		fix: 'Set HF_TOKEN to it as it was issued.',
	});
}

/** Nothing of an address that is refused stands in the error: a password may. */
function addressOf(baseUrl: string): string {
	const url = URL.parse(baseUrl);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return baseUrl.replace(/\/+$/, '');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			'The address of the hub that models are fetched from is not one: expected http:// or https:// with a host, without a name and a password.',
		fix: 'Set HF_ENDPOINT to such an address, and give a token by itself (HF_TOKEN).',
	});
}
