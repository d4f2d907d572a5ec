import { AdminClient, ChromaClient, type Collection as ChromaCollection } from 'chromadb';
import { setTimeout as wait } from 'node:timers/promises';
import { isTroupeError, getErrorMessage, TroupeError } from '../../../core/base/errors';
import { refuseExposed } from '../../../core/base/network/unencrypted-servers';
import { isHeaderText } from '../../http/header-text';

export interface ChromaPlace {
	url: string;
	token?: string;
	tenant?: string;
	database?: string;
}

const timeoutMs = 60_000;

export class ChromaServer {
	readonly #client: ChromaClient;
	readonly #admin: AdminClient;
	readonly #place: { tenant: string; database: string };
	readonly #where: string;

	/** Sends nothing yet. @throws TroupeError INPUT_INVALID */
	constructor(place: ChromaPlace) {
		const { host, hostname, port, protocol } = readAddress(place.url);
		this.#where = host;
		const { token = '' } = place;
		if (!isHeaderText(token)) throw tokenInvalid();
		if (token !== '') refuseExposed('The token of Chroma', place.url);
		this.#place = { tenant: place.tenant ?? 'default_tenant', database: place.database ?? 'default_database' };
		const server = {
			host: hostname,
			port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
			ssl: protocol === 'https:',
			// A redirect would send texts and the token elsewhere.
			fetchOptions: { redirect: 'error' as const },
			// Chroma checks one header, a proxy the other.
			...(token && { headers: { 'x-chroma-token': token, authorization: `Bearer ${token}` } }),
		};
		this.#client = new ChromaClient({ ...server, ...this.#place });
		this.#admin = new AdminClient(server);
	}

	async find(name: string): Promise<ChromaCollection | undefined> {
		return this.#unlessMissing(() => this.#client.getCollection({ name }));
	}

	async make(name: string, metadata: Record<string, string>): Promise<ChromaCollection> {
		const hnsw = { space: 'ip' as const, max_neighbors: 32, ef_construction: 200, ef_search: 200 };
		return this.ask(() => this.#client.getOrCreateCollection({ name, metadata, configuration: { hnsw }, embeddingFunction: null }));
	}

	async remove(name: string): Promise<void> {
		await this.#unlessMissing(() => this.#client.deleteCollection({ name }));
	}

	async readMaxAtOnce(): Promise<number> {
		return this.ask(() => this.#client.getMaxBatchSize());
	}

	/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, NOT_SUPPORTED, INPUT_INVALID, INTERNAL; ChromaMissing */
	async ask<Result>(act: () => Promise<Result>): Promise<Result> {
		try {
			return await this.#inTime(act);
		} catch (fault) {
			if (fault instanceof ChromaMissing) await this.#checkPlace();
			throw fault;
		}
	}

	/** Explains a 404: unsupported server, missing database, or only a missing item. */
	async #checkPlace(): Promise<void> {
		const isMissing = async (act: () => Promise<unknown>) => {
			try {
				await this.#inTime(act);
				return false;
			} catch (fault) {
				// A user without permission to list databases can still use one.
				return fault instanceof ChromaMissing;
			}
		};
		if (await isMissing(() => this.#client.heartbeat())) throw this.#noChroma();
		const { tenant, database } = this.#place;
		if (await isMissing(() => this.#admin.getDatabase({ name: database, tenant }))) throw this.#noDatabase();
	}

	async #inTime<Result>(act: () => Promise<Result>): Promise<Result> {
		const answered = new AbortController();
		const late = wait(timeoutMs, undefined, { signal: answered.signal, ref: false }).then(
			() => {
				throw new Error(`no answer within ${timeoutMs / 1_000} s`);
			},
			() => new Promise<never>(() => undefined),
		);
		try {
			return await Promise.race([act(), late]);
		} catch (cause) {
			throw this.#faultOf(cause);
		} finally {
			answered.abort();
		}
	}

	async #unlessMissing<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
		try {
			return await this.ask(act);
		} catch (fault) {
			if (fault instanceof ChromaMissing) return undefined;
			throw fault;
		}
	}

	#faultOf(cause: unknown): Error {
		if (isTroupeError(cause)) return cause;
		const name = cause instanceof Error ? cause.name : '';
		if (name === 'ChromaNotFoundError') return new ChromaMissing();
		if (name === 'ChromaAuthError' || name === 'ChromaForbiddenError')
			return this.#unreachable('refuses access', 'Set TROUPE_CHROMA_TOKEN to a valid token.', false, cause);
		if (name === 'ChromaQuotaExceededError')
			return new TroupeError({
				code: 'KNOWLEDGE_STORE_FULL',
				message: `The Chroma at ${this.#where} has reached its quota. Nothing was changed.`,
				fix: 'Raise the quota or remove documents, then retry.',
				cause,
			});
		if (name === 'ChromaClientError' || name === 'ChromaValueError')
			return new TroupeError({
				code: 'INTERNAL',
				message: `The Chroma at ${this.#where} refused the request (${name}).`,
				fix: 'Report this with the versions of Troupe and Chroma and the steps to reproduce it.',
				cause,
			});
		if (name === 'ChromaRateLimitError')
			return this.#unreachable('limits the rate of requests', 'Retry later, or raise its rate limit.', true, cause);
		const reason = name === 'ChromaServerError' ? 'reported an internal error' : `cannot be reached (${briefly(cause)})`;
		return this.#unreachable(
			reason,
			'Check that it is running and that its address (TROUPE_CHROMA_URL) is correct, then retry.',
			true,
			cause,
		);
	}

	#noChroma(): TroupeError {
		return new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `The server at ${this.#where} is not Chroma, or is older than 0.6: it does not have API v2.`,
			fix: 'Set TROUPE_CHROMA_URL to a Chroma server of version 1.0 or later.',
			details: { expected: '/api/v2/heartbeat', actual: 404 },
		});
	}

	#noDatabase(): TroupeError {
		const { tenant, database } = this.#place;
		return new TroupeError({
			code: 'INPUT_INVALID',
			message: `The Chroma at ${this.#where} has no database "${database}" for tenant "${tenant}".`,
			fix: 'Create it, or use an existing database.',
			details: { tenant, database },
		});
	}

	#unreachable(what: string, fix: string, retryable: boolean, cause: unknown): TroupeError {
		return new TroupeError({
			code: 'KNOWLEDGE_STORE_UNREACHABLE',
			message: `The Chroma at ${this.#where} ${what}.`,
			fix,
			retryable,
			cause,
		});
	}
}

export class ChromaMissing extends Error {}

/** The client would quote an invalid token. */
function tokenInvalid(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The Chroma token contains a space, a line break or an invalid character.',
		fix: 'Enter the token exactly as it was issued (TROUPE_CHROMA_TOKEN, or the credential).',
	});
}

const briefly = (cause: unknown) => getErrorMessage(cause).split('. ')[0]!.slice(0, 100);

function readAddress(url: string): URL {
	const address = URL.canParse(url) ? new URL(url) : undefined;
	const plain =
		address && /^https?:$/.test(address.protocol) && address.pathname === '/' && address.username === '' && address.password === '';
	if (plain) return address;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The Chroma address is invalid: expected `http://` or `https://` with a host and port, without path, user name or password.',
		fix: 'Write it as `http://localhost:8000`, and set the token separately (TROUPE_CHROMA_TOKEN).',
	});
}
