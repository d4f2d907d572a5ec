import { textsOf } from '../../database/in-list';
import { everyTenant, openStateDatabase } from '../../database/state-database';
import { forgettingSchema } from './forgetting-schema';

export interface OpenForgetting {
	tenant: string;
	/** The keyed hash of the person. */
	subject: string;
	/** Sealed. */
	request: Uint8Array;
}

/** Remembers which persons began to be forgotten, and with which receipt it ended. */
export interface Forgettings {
	/** Notes, synced, that it begins, or that it is tried again. @param names keyed hashes of all names of the person */
	begin(forgetting: OpenForgetting, names: readonly string[], now: number): Promise<void>;
	/** @param receipt JSON */
	end(tenant: string, subject: string, receipt: string, now: number): Promise<void>;
	/** Ends one that found nothing: nothing is kept of it, except for an earlier receipt. */
	drop(tenant: string, subject: string): Promise<void>;
	/** Returns the receipt of the last one that ended, by the keyed hash of any name. */
	findReceipt(tenant: string, name: string): Promise<string | undefined>;
	/** Tells whether one began and did not end. @param names keyed hashes of whom it is about; undefined for anybody of the tenant */
	isOpen(tenant: string, names?: readonly string[]): Promise<boolean>;
	/** Takes the one, of any tenant, that did not end and that nobody tried for longest, and notes that it is tried now: no other machine takes it then. */
	takeOpen(triedBefore: number, now: number): Promise<OpenForgetting | undefined>;
	close(): Promise<void>;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openForgettings(place: string): Forgettings {
	const database = openStateDatabase(place, forgettingSchema);
	return {
		begin: ({ tenant, subject, request }, names, now) =>
			database.change(
				tenant,
				async (connection) => {
					await connection.run(
						`INSERT INTO forgetting (tenant, subject, tried_at, request) VALUES (?, ?, ?, ?)
						ON CONFLICT (tenant, subject) DO UPDATE SET tried_at = excluded.tried_at, request = excluded.request`,
						...[tenant, subject, now, request],
					);
					const sql = `INSERT INTO forgotten_name (tenant, name, subject) VALUES (?, ?, ?)
						ON CONFLICT (tenant, name) DO UPDATE SET subject = excluded.subject`;
					for (const name of names) await connection.run(sql, tenant, name, subject);
				},
				{ synced: true },
			),
		end: (tenant, subject, receipt, now) =>
			database.change(
				tenant,
				async (connection) => {
					const sql = 'UPDATE forgetting SET request = NULL, receipt = ?, tried_at = ? WHERE tenant = ? AND subject = ?';
					await connection.run(sql, receipt, now, tenant, subject);
				},
				{ synced: true },
			),
		drop: (tenant, subject) =>
			database.change(tenant, async (connection) => {
				const removed = await connection.run(
					'DELETE FROM forgetting WHERE tenant = ? AND subject = ? AND receipt IS NULL',
					tenant,
					subject,
				);
				if (removed > 0) await connection.run('DELETE FROM forgotten_name WHERE tenant = ? AND subject = ?', tenant, subject);
				else await connection.run('UPDATE forgetting SET request = NULL WHERE tenant = ? AND subject = ?', tenant, subject);
			}),
		findReceipt: (tenant, name) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ receipt: string | null }>(
					`SELECT receipt FROM forgetting JOIN forgotten_name ON forgotten_name.tenant = forgetting.tenant AND forgotten_name.subject = forgetting.subject
					WHERE forgotten_name.tenant = ? AND name = ?`,
					...[tenant, name],
				);
				return row?.receipt ?? undefined;
			}),
		isOpen: (tenant, names) =>
			database.read(tenant, async (connection) => {
				const named = `AND subject IN (SELECT subject FROM forgotten_name WHERE tenant = ? AND name IN ${textsOf(connection)})`;
				const sql = `SELECT 1 FROM forgetting WHERE tenant = ? AND request IS NOT NULL ${names ? named : ''} LIMIT 1`;
				return (await connection.get(sql, tenant, ...(names ? [tenant, JSON.stringify(names)] : []))) !== undefined;
			}),
		takeOpen: (triedBefore, now) =>
			database.change(
				everyTenant,
				(connection) =>
					connection.get<OpenForgetting>(
						`UPDATE forgetting SET tried_at = ? WHERE (tenant, subject) IN
							(SELECT tenant, subject FROM forgetting WHERE request IS NOT NULL AND tried_at < ? ORDER BY tried_at LIMIT 1)
						RETURNING tenant, subject, request`,
						...[now, triedBefore],
					),
				{ turn: 'forgettings' },
			),
		close: () => database.close(),
	};
}
