/** Ids of current, next and former master keys. The keys themselves are never in the database. */
import { TroupeError } from '../../../core/base/errors';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import { vaultSchema } from './vault-schema';

/** `next`: distributed, not yet sealing. `current`: seals. `old`: its data is being resealed. `retired`: unused. */
export type MasterKeyState = 'next' | 'current' | 'old' | 'retired';

export interface MasterKeyRow {
	/** As in core/guardrails/vault/wrapping-key.ts. */
	id: string;
	state: MasterKeyState;
	/** The installation's permanent secrets, sealed under this key; null for the first key, their source. */
	carried: Uint8Array | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	changedAt: number;
}

/** An installation older than this list has no row for its first key, which its fingerprint identifies. */
export interface MasterKeys {
	list(): Promise<MasterKeyRow[]>;
	begin(id: string, now: number): Promise<void>;
	/** Announces the next key. @throws TroupeError STATE_CONFLICT while another is announced */
	announce(key: { id: string; carried: Uint8Array }, current: string, now: number): Promise<void>;
	carry(key: { id: string; carried: Uint8Array }, now: number): Promise<void>;
	take(keys: readonly MasterKeyRow[]): Promise<void>;
	/** Makes the next key current. Idempotent. */
	activate(id: string, now: number): Promise<void>;
	retire(now: number): Promise<void>;
	/** Also erases deleted data from SQLite's journal. */
	emptyLog(): Promise<void>;
	close(): Promise<void>;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openMasterKeys(place: string): MasterKeys {
	const database = openStateDatabase(place, vaultSchema);
	const change = <Result>(work: (connection: StateConnection) => Promise<Result>) =>
		database.change(everyTenant, work, { turn: 'master key', synced: true });
	return {
		list: () => database.read(everyTenant, listKeys),
		begin: (id, now) =>
			change(async (connection) => {
				if ((await listKeys(connection)).length === 0) await add(connection, { id, state: 'current', carried: null }, now);
			}),
		announce: ({ id, carried }, current, now) =>
			change(async (connection) => {
				const keys = await listKeys(connection);
				if (keys.length === 0) await add(connection, { id: current, state: 'current', carried: null }, now);
				const [other] = keys.filter((key) => key.state === 'next' || key.state === 'old');
				if (other?.id === id) return;
				if (other !== undefined) throw isUnderWay(other);
				await add(connection, { id, state: 'next', carried }, now);
			}),
		carry: ({ id, carried }, now) =>
			change(async (connection) => {
				await connection.run(
					"UPDATE master_key SET carried = ?, changed_at = ? WHERE id = ? AND state IN ('next', 'current')",
					carried,
					now,
					id,
				);
			}),
		take: (keys) =>
			change(async (connection) => {
				if ((await listKeys(connection)).length > 0) return;
				for (const key of keys) await add(connection, key, key.createdAt, key.changedAt);
			}),
		activate: (id, now) =>
			change(async (connection) => {
				const set = `UPDATE master_key SET state = ?, changed_at = ? WHERE state = ?`;
				if ((await connection.get("SELECT 1 FROM master_key WHERE id = ? AND state = 'next'", id)) === undefined) return;
				await connection.run(set, 'old', now, 'current');
				await connection.run(set, 'current', now, 'next');
			}),
		retire: async (now) =>
			change(async (connection) => {
				await connection.run("UPDATE master_key SET state = 'retired', carried = NULL, changed_at = ? WHERE state = 'old'", now);
			}),
		emptyLog: () => database.emptyLog(),
		close: () => database.close(),
	};
}

const listKeys = (connection: StateConnection): Promise<MasterKeyRow[]> =>
	connection.all<MasterKeyRow>(
		`SELECT id, state, carried, created_at AS "createdAt", changed_at AS "changedAt" FROM master_key ORDER BY created_at DESC, id`,
	);

const add = (
	connection: StateConnection,
	{ id, state, carried }: Pick<MasterKeyRow, 'id' | 'state' | 'carried'>,
	createdAt: number,
	changedAt = createdAt,
) =>
	connection.run(
		'INSERT INTO master_key (id, state, carried, created_at, changed_at) VALUES (?, ?, ?, ?, ?)',
		id,
		state,
		carried,
		createdAt,
		changedAt,
	);

function isUnderWay({ id, state }: MasterKeyRow): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message:
			state === 'next'
				? `Another machine began to replace the master key: the key ${id} follows.`
				: `What was sealed under the master key ${id} is still being sealed again.`,
		fix: `Go on with it where it began, or with its key: \`troupe privacy key rotate\` on a machine whose vault.key or TROUPE_VAULT_KEY has ${id}.`,
	});
}
