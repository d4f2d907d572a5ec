import { textsOf } from '../../database/in-list';
import { everyTenant, openStateDatabase } from '../../database/state-database';
import { forgettingSchema } from './forgetting-schema';

interface OpenForgetting {
	tenant: string;
	subject: string;
	/** Sealed. */
	request: Uint8Array;
}

export interface Forgettings {
	/** Records the start or a retry, synced. @param names keyed hashes of all names of the person */
	begin(forgetting: OpenForgetting, names: readonly string[], now: number): Promise<void>;
	end(tenant: string, subject: string, receipt: string, now: number): Promise<void>;
	drop(tenant: string, subject: string): Promise<void>;
	findReceipt(tenant: string, name: string): Promise<string | undefined>;
	/** True if one is unfinished. @param names keyed hashes; undefined for anybody of the tenant */
	isOpen(tenant: string, names?: readonly string[]): Promise<boolean>;
	/** Takes the longest-untried unfinished forgetting of any tenant, and marks it so that no other machine takes it. */
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
						tenant,
						subject,
						now,
						request,
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
					tenant,
					name,
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
						now,
						triedBefore,
					),
				{ turn: 'forgettings' },
			),
		close: () => database.close(),
	};
}
