import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createFolder } from '../../core/base/create-folder';
import { explainConnection } from '../../core/base/network/connection-fault';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { encryptionFix, isExposed } from '../../core/base/network/unencrypted-servers';
import { boundedText } from '../http/bounded-body';
import { isHeaderText } from '../http/header-text';
import { proxiedFetch } from '../http/proxied-fetch';
import type { AllowedModel } from './allowed-models';
import { noModel } from './model-folder';

const defaultHub = 'https://huggingface.co';
/** Max bytes; a larger model could not run here. */
const maxBytes = 16 * 1024 ** 3;
export const commits = /^[\da-f]{40}$/;

export interface HubHost {
	stateFolder?: string;
	hub?: { baseUrl?: string; token?: string };
	allowedModels?: readonly AllowedModel[];
	fetch?: typeof fetch;
	/** Max bytes of all model files. Default 16 GB. */
	maxModelBytes?: number;
}

export class Hub {
	readonly #address: string;
	readonly #fetch: typeof fetch;
	readonly #headers: Record<string, string>;
	readonly #maxBytes: number;

	/** @throws TroupeError INPUT_INVALID for an invalid address or token */
	constructor(
		private readonly id: string,
		{ hub = {}, fetch = proxiedFetch, maxModelBytes: maxModelBytes = maxBytes }: HubHost,
		private readonly signal: AbortSignal,
	) {
		this.#address = fileAddress(hub.baseUrl ?? defaultHub);
		this.#fetch = fetch;
		this.#maxBytes = maxModelBytes;
		refuseClear(this.#address);
		if (hub.token !== undefined && !isHeaderText(hub.token)) throw tokenInvalid();
		this.#headers = hub.token ? { authorization: `Bearer ${hub.token}` } : {};
	}

	async describe(revision: string): Promise<{ commit: string; files: string[] }> {
		const response = await this.#get(`/api/models/${this.id}/revision/${encodeURIComponent(revision)}`);
		const { sha, siblings } = await this.#description(response);
		if (typeof sha !== 'string' || !commits.test(sha) || !Array.isArray(siblings))
			throw this.#unreachable('its response is not that of a hub');
		return { commit: sha, files: siblings.map((sibling) => sibling?.rfilename).filter((name) => typeof name === 'string') };
	}

	async #description(response: Response): Promise<{ sha?: unknown; siblings?: Array<{ rfilename?: unknown } | null> }> {
		try {
			return (JSON.parse(await boundedText(response)) ?? {}) as object;
		} catch (error) {
			throw error instanceof SyntaxError ? this.#unreachable('its response is not that of a hub') : this.failure(error);
		}
	}

	async fetchFiles(commit: string, files: string[], folder: string): Promise<void> {
		const counted = this.#counter();
		for (const file of files) {
			const path = join(folder, ...file.split('/'));
			createFolder(dirname(path), 0o700);
			const { body } = await this.#get(`/${this.id}/resolve/${commit}/${file}`);
			if (!body) throw this.#unreachable(`it returned nothing for ${file}`);
			await pipeline(Readable.fromWeb(body), counted(), createWriteStream(path), { signal: this.signal });
		}
	}

	/** Limits the bytes of all downloads together. */
	#counter(): () => Transform {
		let bytes = 0;
		return () =>
			new Transform({
				transform: (piece: Buffer, _encoding, done) => {
					bytes += piece.length;
					if (bytes <= this.#maxBytes) return done(null, piece);
					done(noModel(this.id, `its files exceed ${Math.floor(this.#maxBytes / 1024 ** 2)} MB`));
				},
			});
	}

	async #get(path: string): Promise<Response> {
		let response: Response;
		try {
			response = await this.#fetch(this.#address + path, { headers: this.#headers, signal: this.signal });
		} catch (error) {
			throw this.failure(error);
		}
		if (response.ok && (response.url === '' || !isExposed(response.url))) return response;
		await response.body?.cancel();
		if (response.ok) refuseClear(response.url);
		// A hub also returns 401 for a missing model.
		if ([401, 403, 404].includes(response.status)) throw noModel(this.id, `the hub returned ${response.status}`);
		throw this.#unreachable(`it returned ${response.status}`);
	}

	failure(error: unknown): TroupeError {
		if (error instanceof TroupeError) return error;
		if (this.signal.aborted) return new TroupeError({ code: 'CANCELLED', message: `Downloading ${this.id} was cancelled.`, cause: error });
		const known = explainConnection(error, this.#address);
		return this.#unreachable(known ? `it ${known.what}` : getErrorMessage(error), error, known?.fix);
	}

	#unreachable(why: string, cause?: unknown, fix?: string): TroupeError {
		return new TroupeError({
			code: 'MODEL_UNREACHABLE',
			message: `The model ${this.id} cannot be downloaded from ${new URL(this.#address).host}: ${why}.`,
			fix: fix ?? 'Check the network, or copy the model to this machine and specify its folder. Set HF_ENDPOINT to use your own hub.',
			retryable: true,
			cause,
		});
	}
}

/** Checked here, because fetch would quote the token. */
function tokenInvalid(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The hub token contains a space, a line break or an invalid character.',
		fix: 'Set HF_TOKEN to the token exactly as it was issued.',
	});
}

/** Without encryption others could read the token and replace the weights. @throws TroupeError INPUT_INVALID */
function refuseClear(address: string): void {
	if (!isExposed(address)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The model hub ${URL.parse(address)?.host} is reached over a connection that is not encrypted: others on the way could replace a model, and read the token.`,
		fix: encryptionFix(address),
	});
}

/** Does not quote the address, which could contain a password. */
function fileAddress(baseUrl: string): string {
	const url = URL.parse(baseUrl);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return baseUrl.replace(/\/+$/, '');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address of the model hub is invalid: expected http:// or https:// with a host, without user name or password.',
		fix: 'Set HF_ENDPOINT to such an address, and set the token separately (HF_TOKEN).',
	});
}
