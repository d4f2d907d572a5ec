import type { SnapshotAnswer } from '../registry-api';
import type { Store } from '../store/store';
import type { SnapshotRow } from '../store/tables';
import { currentSnapshot, needsRenewal } from './issue-snapshot';
import type { TrustedRoot } from './change';

interface CachedSnapshot extends SnapshotRow {
	seen: number;
}

/** On PostgreSQL: max delay of another process's change without its notification, in milliseconds. */
const lookEveryMs = 100;
const maxTenants = 1000;

interface SnapshotReaderParts {
	store: Store;
	clock: () => number;
	root: () => Promise<TrustedRoot>;
	renew: (tenant: string) => Promise<void>;
}

/** Caches current snapshots: thousands of reads between two changes. */
export class SnapshotReader {
	readonly #held = new Map<string, CachedSnapshot>();
	readonly #reading = new Map<string, Promise<CachedSnapshot>>();

	constructor(private readonly parts: SnapshotReaderParts) {}

	async read(tenant: string, etag: string | undefined): Promise<SnapshotAnswer | null> {
		const held = this.#fresh(tenant) ?? (await this.#readOnce(tenant));
		return etag === held.etag ? null : { token: held.token, etag: held.etag };
	}

	put(tenant: string, row: SnapshotRow): void {
		const held = this.#held.get(tenant);
		if (held && held.version > row.version) return;
		if (!held && this.#held.size >= maxTenants) this.#held.delete(this.#held.keys().next().value!);
		this.#held.set(tenant, { ...row, seen: this.#now() });
	}

	forget(tenant?: string): void {
		if (tenant === undefined) this.#held.clear();
		else this.#held.delete(tenant);
	}

	/** Requested tenants: their snapshots are renewed ahead. */
	tenants(): string[] {
		return [...this.#held.keys()];
	}

	#fresh(tenant: string): CachedSnapshot | undefined {
		const held = this.#held.get(tenant);
		if (!held) return undefined;
		const { store, clock } = this.parts;
		const seen = this.#now();
		const isCurrent = store.changesOfOthers ? seen === held.seen : seen - held.seen < lookEveryMs && seen >= held.seen;
		return isCurrent && clock() / 1000 < held.expires ? held : undefined;
	}

	/** Moves with changes of others: a database number, or the time. */
	#now(): number {
		return this.parts.store.changesOfOthers?.() ?? performance.now();
	}

	#readOnce(tenant: string): Promise<CachedSnapshot> {
		const reading = this.#reading.get(tenant) ?? this.#read(tenant).finally(() => this.#reading.delete(tenant));
		this.#reading.set(tenant, reading);
		return reading;
	}

	async #read(tenant: string): Promise<CachedSnapshot> {
		const { store, clock, root, renew } = this.parts;
		const seen = this.#now();
		const trusted = await root();
		const current = await store.read(tenant, (connection) => currentSnapshot(connection));
		if (!current || needsRenewal(current, trusted, clock())) await renew(tenant);
		const held = this.#held.get(tenant);
		if (held && current && held.version === current.version) held.seen = seen;
		else await this.#load(tenant, seen);
		return this.#held.get(tenant)!;
	}

	async #load(tenant: string, seen: number): Promise<void> {
		const row = await this.parts.store.read(tenant, (connection) =>
			connection.selectFrom('snapshots').selectAll().executeTakeFirstOrThrow(),
		);
		this.put(tenant, row);
		const held = this.#held.get(tenant);
		if (held) held.seen = seen;
	}
}
