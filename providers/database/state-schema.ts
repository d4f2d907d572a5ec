import type { Tables } from '../../core/base/privacy/personal-data';
import type { Dialect } from './tenant-database';

/**
 * The tables of one subject in the state store, in statements that SQLite and PostgreSQL share. PostgreSQL's types are derived by `toPostgres`.
 * Names of tables and indexes are unique among all subjects.
 */
export interface StateSchema {
	/** Names the subject: `usage`. */
	name: string;
	/** For errors: `The conversations`. */
	what: string;
	/** Statements that change nothing where all is there already. */
	schema: string;
	/** Statements for PostgreSQL alone, after those of the schema: functions, whose plans the server keeps also behind a pooler. */
	postgres?: string;
	/** A store in which the subject has a later version is refused. */
	version: number;
	/** It is in a file of its own, which has no holds. */
	isAlone?: true;
	/** Its rows are computed again where they are missing, so they are not moved to another database. */
	isCache?: true;
	/** Its transactions know PostgreSQL's clock, for which each of them waits. */
	usesServerTime?: boolean;
	/** Absent: none of its tables has rows that go with a person. */
	forgetting?: Forgetting;
	/**
	 * What each table holds of persons. PostgreSQL shows a transaction only the rows of its tenant, unless a table is common; SQLite relies on the store's
	 * own conditions.
	 */
	tables: Tables;
}

/** How a subject forgets a person, in all of its tables that `listForgotten` names. */
export interface Forgetting {
	/** The turn of its transaction. Default: none. */
	turn?: (tenant: string) => string;
	/** Removes the rows of a person. @returns how many of what the subject counts */
	remove(connection: StateConnection, whom: ForgottenPerson): Promise<number>;
}

/** A person, or a conversation, by keyed hashes alone: a list of the forgotten must not name them. */
export interface ForgottenPerson {
	tenant: string;
	/** The hashes of the ids of persons, contacts and conversations. */
	pseudonyms: readonly string[];
	/** The ids of the persons among them, where they are known: otherwise a subject that keeps ids computes the hash of each. */
	persons?: readonly string[];
	/** Requests of providers that name them, where they were looked for before. */
	requests?: { ids: readonly string[]; until: number };
	/** Computes the hash of an id that a subject keeps in clear. */
	pseudonym(kind: 'subject' | 'conversation', id: string): string;
	/** Milliseconds since the epoch. */
	now: number;
}

export type Value = string | number | bigint | null | Uint8Array;

export type Row = Record<string, unknown>;

/** The key of one person or conversation. */
export interface OwnKey {
	seal(text: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
	/** Returns the same digest for the same text, which tells nothing of it without the key. */
	digest(text: string): string;
}

/** Opens keys that are in the same database as what they seal. */
export interface OwnKeys {
	/** Returns undefined where the owner has no key. */
	find(tenant: string, owner: string): Promise<OwnKey | undefined>;
	/** Reads the keys of many owners in one statement; each is opened when it is needed. */
	load(tenant: string, owners: readonly string[]): Promise<void>;
	/** Creates a key where the owner has none. */
	open(tenant: string, owner: string): Promise<OwnKey>;
	/** Opens what is sealed under the master key itself. @throws TroupeError VAULT_UNREADABLE */
	openValue(sealed: Uint8Array, bound: string): Promise<string>;
	/** Hashes a text of a tenant under a key of the installation that stays. */
	hash(tenant: string, text: string): string;
}

/**
 * Runs statements within a transaction. Placeholders are `?`, or `?1`, `?2`, … throughout a statement. Result names with capital letters are
 * quoted (`AS "keyId"`), or PostgreSQL returns them in lower case.
 */
export interface StateConnection {
	readonly dialect: Dialect;
	/**
	 * PostgreSQL's clock in milliseconds since the epoch, after the change got its turn: machines agree on it, whatever their own clocks say.
	 * Undefined in SQLite, whose processes share the clock of their machine, and in stores that do not use it.
	 */
	readonly serverTime?: number;
	/** Undefined where the store was opened without keys. */
	readonly keys?: OwnKeys;
	all<Found = Row>(sql: string, ...values: Value[]): Promise<Found[]>;
	get<Found = Row>(sql: string, ...values: Value[]): Promise<Found | undefined>;
	/** Returns the number of rows that were changed. */
	run(sql: string, ...values: Value[]): Promise<number>;
}

export interface ChangeOptions {
	/**
	 * On PostgreSQL, changes of a subject with the same turn run one after the other; without it, they see each other's results only through row locks.
	 * In SQLite there is one writer at a time anyway.
	 */
	turn?: string;
	/**
	 * In SQLite, the change survives a loss of power as soon as it is answered for. Otherwise it survives the end of this process, and the last
	 * moments before a loss of power can be missing. On PostgreSQL every change is synced.
	 */
	synced?: boolean;
}

type Work<Result> = (connection: StateConnection) => Promise<Result>;

/**
 * Tables of subjects in a SQLite file that several processes share, or in a PostgreSQL that several machines share. It is opened on first use.
 * Work awaits nothing but its connection, and opens no further transaction of the same place: that one would wait for this one's end.
 * @throws TroupeError on use: STORAGE_LOCKED, STORAGE_FULL, STORAGE_READ_ONLY, STORAGE_DAMAGED, STORAGE_UNREADABLE, STORAGE_UNREACHABLE;
 * NOT_SUPPORTED for a store of a later version; DEPENDENCY_MISSING on a Node without SQLite; INPUT_INVALID for an invalid address
 */
export interface StateDatabase {
	/** Equal for stores that see the same rows; undefined where no other one does. */
	readonly place?: string;
	/** Sees one state of the store until it ends. @param tenant or `everyTenant` */
	read<Result>(tenant: string, work: Work<Result>): Promise<Result>;
	/** Applies all or nothing. @param tenant or `everyTenant` */
	change<Result>(tenant: string, work: Work<Result>, options?: ChangeOptions): Promise<Result>;
	/**
	 * What was deleted is gone from SQLite's write-ahead log too. PostgreSQL has no log of its own to clear: docs/decisions/foundation/0123.
	 * @throws TroupeError STORAGE_LOCKED, retryable, while another process reads: it is still there then
	 */
	emptyLog(): Promise<void>;
	/** The next use opens it again. */
	close(): Promise<void>;
}

export interface StateDatabaseOptions {
	/** How long another process may keep a file to itself, in milliseconds. Default five seconds. */
	timeoutMs?: number;
	/** Opens what work needs besides its connection, such as keys that are in the same database. Must not fail. */
	before?: () => Promise<unknown>;
}

/** The version of the file as a whole, for readers of its header alone (`user_version`); each subject has its own in the table `schema_version`. */
export const stateLayout = 1;

/** The schema of PostgreSQL that holds it. */
export const stateSchemaName = 'troupe';
