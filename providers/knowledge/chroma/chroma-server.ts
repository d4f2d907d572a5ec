import { ChromaClient, type Collection as ChromaCollection } from 'chromadb';
import { setTimeout as wait } from 'node:timers/promises';
import { isTroupeError, messageOf, TroupeError } from '../../../core/errors';
import { isHeaderText } from '../../shared/header-text';

export interface ChromaPlace {
	url: string;
	token?: string;
	tenant?: string;
	database?: string;
}

/** A call that takes longer hangs. */
const patienceMs = 60_000;

/** What is asked of a Chroma server; all of its faults are ours. */
export class ChromaServer {
	readonly #client: ChromaClient;
	readonly #where: string;

	/** Nothing is asked yet. @throws TroupeError INPUT_INVALID */
	constructor(place: ChromaPlace) {
		const { host, hostname, port, protocol } = readAddress(place.url);
		this.#where = host;
		const { token = '' } = place;
		if (!isHeaderText(token)) throw tokenInvalid();
		this.#client = new ChromaClient({
			host: hostname,
			port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
			ssl: protocol === 'https:',
			tenant: place.tenant ?? 'default_tenant',
			database: place.database ?? 'default_database',
			// It would take texts and the token to whomever it names.
			fetchOptions: { redirect: 'error' },
			// The one is asked for by Chroma itself, the other by what stands before it.
			...(token && { headers: { 'x-chroma-token': token, authorization: `Bearer ${token}` } }),
		});
	}

	/** Undefined where there is none. */
	async find(name: string): Promise<ChromaCollection | undefined> {
		return this.#unlessMissing(() => this.#client.getCollection({ name }));
	}

	/** Made where there is none, for inner products of unit vectors. */
	async make(name: string, metadata: Record<string, string>): Promise<ChromaCollection> {
		const hnsw = { space: 'ip' as const, max_neighbors: 32, ef_construction: 200, ef_search: 200 };
		return this.ask(() => this.#client.getOrCreateCollection({ name, metadata, configuration: { hnsw }, embeddingFunction: null }));
	}

	async remove(name: string): Promise<void> {
		await this.#unlessMissing(() => this.#client.deleteCollection({ name }));
	}

	async mostAtOnce(): Promise<number> {
		return this.ask(() => this.#client.getMaxBatchSize());
	}

	/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, INTERNAL; ChromaMissing */
	async ask<Result>(act: () => Promise<Result>): Promise<Result> {
		const answered = new AbortController();
		const late = wait(patienceMs, undefined, { signal: answered.signal, ref: false }).then(
			() => {
				throw new Error(`no answer within ${patienceMs / 1_000} s`);
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
			return this.#unreachable('does not let us in', 'Give the token that it asks for (TROUPE_CHROMA_TOKEN).', false, cause);
		if (name === 'ChromaQuotaExceededError')
			return new TroupeError({
				code: 'KNOWLEDGE_STORE_FULL',
				message: `The Chroma at ${this.#where} has no room left by its quota. Nothing was changed.`,
				fix: 'Raise the quota, or remove documents, and do it again.',
				cause,
			});
		if (name === 'ChromaClientError' || name === 'ChromaValueError')
			return new TroupeError({
				code: 'INTERNAL',
				message: `The Chroma at ${this.#where} refused what it was asked (${name}).`,
				fix: 'Report it, with the versions of Troupe and of Chroma and what was done.',
				cause,
			});
		const reason = name === 'ChromaServerError' ? 'has a fault of its own' : `cannot be reached (${briefly(cause)})`;
		return this.#unreachable(reason, 'See that it runs and that its address is right (TROUPE_CHROMA_URL), and do it again.', true, cause);
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

/** What was asked for is not there. */
export class ChromaMissing extends Error {}

/** The client quotes one that no header can carry. */
function tokenInvalid(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The token of Chroma holds a blank, a line break or a letter that no token has.',
		fix: 'Give it as it was issued (TROUPE_CHROMA_TOKEN, or the credential).',
	});
}

const briefly = (cause: unknown) => messageOf(cause).split('. ')[0]!.slice(0, 100);

function readAddress(url: string): URL {
	const address = URL.canParse(url) ? new URL(url) : undefined;
	const plain =
		address && /^https?:$/.test(address.protocol) && address.pathname === '/' && address.username === '' && address.password === '';
	if (plain) return address;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			'The address of Chroma is not one: expected `http://` or `https://` with a host and a port, without a path, a name and a password.',
		fix: 'Write it as `http://localhost:8000`, and give a token by itself (TROUPE_CHROMA_TOKEN).',
	});
}
