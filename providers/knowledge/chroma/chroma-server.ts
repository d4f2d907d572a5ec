import { AdminClient, ChromaClient, type Collection as ChromaCollection } from 'chromadb';
import { setTimeout as wait } from 'node:timers/promises';
import { isTroupeError, messageOf, TroupeError } from '../../../core/base/errors';
import { isHeaderText } from '../../http/header-text';

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
	readonly #admin: AdminClient;
	readonly #place: { tenant: string; database: string };
	readonly #where: string;

	/** Nothing is asked yet. @throws TroupeError INPUT_INVALID */
	constructor(place: ChromaPlace) {
		const { host, hostname, port, protocol } = readAddress(place.url);
		this.#where = host;
		const { token = '' } = place;
		if (!isHeaderText(token)) throw tokenInvalid();
		this.#place = { tenant: place.tenant ?? 'default_tenant', database: place.database ?? 'default_database' };
		const server = {
			host: hostname,
			port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
			ssl: protocol === 'https:',
			// It would take texts and the token to whomever it names.
			fetchOptions: { redirect: 'error' as const },
			// The one is asked for by Chroma itself, the other by what stands before it.
			...(token && { headers: { 'x-chroma-token': token, authorization: `Bearer ${token}` } }),
		};
		this.#client = new ChromaClient({ ...server, ...this.#place });
		this.#admin = new AdminClient(server);
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

	/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, NOT_SUPPORTED, INPUT_INVALID, INTERNAL; ChromaMissing */
	async ask<Result>(act: () => Promise<Result>): Promise<Result> {
		try {
			return await this.#inTime(act);
		} catch (fault) {
			if (fault instanceof ChromaMissing) await this.#checkPlace();
			throw fault;
		}
	}

	/** Where something is not there: whether that is a Chroma, of a version that is known here, with the database that is named. */
	async #checkPlace(): Promise<void> {
		const isMissing = async (act: () => Promise<unknown>) => {
			try {
				await this.#inTime(act);
				return false;
			} catch (fault) {
				// Whoever may not look at databases may still work in one.
				return fault instanceof ChromaMissing;
			}
		};
		if (await isMissing(() => this.#client.heartbeat())) throw this.#noChroma();
		const { tenant, database } = this.#place;
		if (await isMissing(() => this.#admin.getDatabase({ name: database, tenant }))) throw this.#noDatabase();
	}

	async #inTime<Result>(act: () => Promise<Result>): Promise<Result> {
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
		if (name === 'ChromaRateLimitError')
			return this.#unreachable('asks to be asked less often', 'Do it again later, or raise its rate limit.', true, cause);
		const reason = name === 'ChromaServerError' ? 'has a fault of its own' : `cannot be reached (${briefly(cause)})`;
		return this.#unreachable(reason, 'See that it runs and that its address is right (TROUPE_CHROMA_URL), and do it again.', true, cause);
	}

	#noChroma(): TroupeError {
		return new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `What answers at ${this.#where} is no Chroma, or one of before 0.6: expected its API v2, found nothing there.`,
			fix: 'Name the address of a Chroma server (TROUPE_CHROMA_URL), and run version 1.0 or later.',
			details: { expected: '/api/v2/heartbeat', actual: 404 },
		});
	}

	#noDatabase(): TroupeError {
		const { tenant, database } = this.#place;
		return new TroupeError({
			code: 'INPUT_INVALID',
			message: `The Chroma at ${this.#where} has no database "${database}" of the tenant "${tenant}".`,
			fix: 'Make it there, or name one that it has.',
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
