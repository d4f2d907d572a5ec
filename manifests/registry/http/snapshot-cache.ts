import { createHash } from 'node:crypto';
import type { Caller, RegistryApi, SnapshotAnswer } from '../registry-api';

interface CachedSnapshot {
	etag: string;
	body: Buffer;
	checkedAt: number;
	seenAt: number;
}

/** Max delay of another process's change. */
const freshMs = 100;
const maxTenants = 1_000;

/**
 * Caches each tenant's snapshot: a poll needs no query. Checked again after 100 ms by etag, once for all callers; own changes are visible at
 * once.
 */
export class SnapshotCache {
	readonly #entries = new Map<string, CachedSnapshot & { given: string }>();
	readonly #asked = new Map<string, Promise<CachedSnapshot>>();
	/** Counts this process's changes: an answer requested before one is not cached. */
	#changes = 0;

	constructor(
		private readonly registry: Pick<RegistryApi, 'snapshot'>,
		private readonly now: () => number = () => performance.now(),
	) {}

	/** Synchronous if cached and fresh. */
	get(caller: Caller): CachedSnapshot | Promise<CachedSnapshot> {
		const cached = this.#entries.get(caller.tenant);
		if (cached && this.now() - cached.checkedAt < freshMs) return cached;
		return this.#asked.get(caller.tenant) ?? this.#ask(caller);
	}

	forget(tenant: string): void {
		this.#changes += 1;
		const cached = this.#entries.get(tenant);
		// Kept for its etag: most rollout figures change no snapshot.
		if (cached) this.#entries.set(tenant, { ...cached, checkedAt: -Infinity });
		this.#asked.delete(tenant);
	}

	/** Undefined before the first request. */
	age(): number | undefined {
		if (this.#entries.size === 0) return undefined;
		const oldest = Math.min(...[...this.#entries.values()].map(({ seenAt }) => seenAt));
		return Math.round((this.now() - oldest) / 1000);
	}

	#ask(caller: Caller): Promise<CachedSnapshot> {
		const answer = this.#read(caller).finally(() => {
			if (this.#asked.get(caller.tenant) === answer) this.#asked.delete(caller.tenant);
		});
		this.#asked.set(caller.tenant, answer);
		return answer;
	}

	async #read(caller: Caller): Promise<CachedSnapshot> {
		const changes = this.#changes;
		const cached = this.#entries.get(caller.tenant);
		const checkedAt = this.now();
		const given = await this.registry.snapshot(caller, cached?.given);
		const read = given === null && cached ? { ...cached, checkedAt } : toCached(given, checkedAt);
		if (changes === this.#changes) this.#keep(caller.tenant, read);
		return read;
	}

	#keep(tenant: string, entry: CachedSnapshot & { given: string }): void {
		this.#entries.delete(tenant);
		this.#entries.set(tenant, entry);
		const [oldest] = this.#entries.keys();
		if (this.#entries.size > maxTenants && oldest !== undefined) this.#entries.delete(oldest);
	}
}

function toCached(answer: SnapshotAnswer | null, checkedAt: number): CachedSnapshot & { given: string } {
	if (answer === null) throw new Error('The registry gave no snapshot although it was asked for one without an etag.');
	return { given: answer.etag, etag: quoted(answer.etag), body: Buffer.from(answer.token), checkedAt, seenAt: checkedAt };
}

/** RFC 9110, section 8.8.3. Hashes an etag that a header cannot contain. */
function quoted(etag: string): string {
	if (/^"[\x21\x23-\x7e]*"$/.test(etag)) return etag;
	return /^[\x21\x23-\x7e]+$/.test(etag) ? `"${etag}"` : `"${createHash('sha256').update(etag).digest('base64url')}"`;
}

/** RFC 9110, section 13.1.2: weak comparison. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
	return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
