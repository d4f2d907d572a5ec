import type { Tables } from '../../core/base/privacy/personal-data';
import type { Dialect } from './tenant-database';

/** Tables of one subject, in SQL of both SQLite and PostgreSQL (`toPostgres` derives types). Table and index names are unique among all subjects. */
export interface StateSchema {
	name: string;
	what: string;
	/** Idempotent statements. */
	schema: string;
	/** For PostgreSQL alone, after the schema: functions, whose plans the server keeps also behind a pooler. */
	postgres?: string;
	/** A later version in a store is refused. */
	version: number;
	/** Has its own file, without holds. */
	isAlone?: true;
	/** Rows are recomputed, so they are not moved to another database. */
	isCache?: true;
	/** Transactions wait for PostgreSQL's clock. */
	usesServerTime?: boolean;
	/** Absent: no rows go with a person. */
	forgetting?: Forgetting;
	/**
	 * Personal data of each table. PostgreSQL limits a transaction to its tenant, unless a table is common; SQLite relies on the store's conditions.
	 */
	tables: Tables;
}

export interface Forgetting {
	/** Turn of the transaction. Default: none. */
	turn?: (tenant: string) => string;
	remove(connection: StateConnection, whom: ForgottenPerson): Promise<number>;
}

export interface ForgottenPerson {
	tenant: string;
	pseudonyms: readonly string[];
	/** Ids, if known: otherwise a subject that keeps ids hashes each. */
	persons?: readonly string[];
	/** Requests of providers that name them, if already searched. */
	requests?: { ids: readonly string[]; until: number };
	pseudonym(kind: 'subject' | 'conversation', id: string): string;
	/** Milliseconds since the epoch. */
	now: number;
}

export type Value = string | number | bigint | null | Uint8Array;

export type Row = Record<string, unknown>;

export interface OwnKey {
	seal(text: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
	/** Deterministic; reveals nothing without the key. */
	digest(text: string): string;
}

export interface OwnKeys {
	find(tenant: string, owner: string): Promise<OwnKey | undefined>;
	/** Reads keys in one statement; each is opened when needed. */
	load(tenant: string, owners: readonly string[]): Promise<void>;
	open(tenant: string, owner: string): Promise<OwnKey>;
	/** @throws TroupeError VAULT_UNREADABLE */
	openValue(sealed: Uint8Array, bound: string): Promise<string>;
	/** Uses a permanent key of the installation. */
	hash(tenant: string, text: string): string;
}

/**
 * Statements in a transaction. Placeholders are `?`, or `?1`, `?2`, … throughout. Quote result names with capitals (`AS "keyId"`): PostgreSQL returns
 * others in lower case.
 */
export interface StateConnection {
	readonly dialect: Dialect;
	/**
	 * PostgreSQL's clock in milliseconds since the epoch, after the change got its turn: machines agree on it. Undefined in SQLite, whose processes
	 * share a clock, and in stores that do not use it.
	 */
	readonly serverTime?: number;
	/** Undefined if the store was opened without keys. */
	readonly keys?: OwnKeys;
	all<Found = Row>(sql: string, ...values: Value[]): Promise<Found[]>;
	get<Found = Row>(sql: string, ...values: Value[]): Promise<Found | undefined>;
	run(sql: string, ...values: Value[]): Promise<number>;
}

export interface ChangeOptions {
	/** On PostgreSQL, changes with the same turn run one after the other; otherwise only row locks order them. SQLite has one writer anyway. */
	turn?: string;
	/** In SQLite, an acknowledged change survives a loss of power; otherwise only the end of this process. PostgreSQL always syncs. */
	synced?: boolean;
}

type Work<Result> = (connection: StateConnection) => Promise<Result>;

/**
 * Tables in a shared SQLite file or PostgreSQL, opened on first use. Work awaits nothing but its connection, and opens no transaction of the same
 * place: a deadlock. @throws TroupeError on use: STORAGE_LOCKED, STORAGE_FULL, STORAGE_READ_ONLY, STORAGE_DAMAGED, STORAGE_UNREADABLE,
 * STORAGE_UNREACHABLE; NOT_SUPPORTED for a store of a later version; DEPENDENCY_MISSING on a Node without SQLite; INPUT_INVALID for an invalid
 * address
 */
export interface StateDatabase {
	/** Equal for stores of the same rows; undefined for a private one. */
	readonly place?: string;
	/** Sees one state of the store. @param tenant or `everyTenant` */
	read<Result>(tenant: string, work: Work<Result>): Promise<Result>;
	/** Applies all or nothing. @param tenant or `everyTenant` */
	change<Result>(tenant: string, work: Work<Result>, options?: ChangeOptions): Promise<Result>;
	/**
	 * Clears deleted data from SQLite's write-ahead log. PostgreSQL has none to clear: docs/decisions/foundation/0123. @throws TroupeError
	 * STORAGE_LOCKED, retryable, while another process reads
	 */
	emptyLog(): Promise<void>;
	close(): Promise<void>;
}

export interface StateDatabaseOptions {
	/** Milliseconds to wait for another process. Default: five seconds. */
	timeoutMs?: number;
	/** Opens further needs of work, such as keys in the same database. Must not fail. */
	before?: () => Promise<unknown>;
}

/** Version of the whole file, for readers of its header (`user_version`); subjects have theirs in `schema_version`. */
export const stateLayout = 1;

export const stateSchemaName = 'troupe';
