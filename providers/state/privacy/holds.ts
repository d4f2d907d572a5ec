import { randomBytes } from 'node:crypto';
import { everybody, holdSchema } from '../../database/legal-holds';
import { textsOf } from '../../database/in-list';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { type Act, noAudit, type NoteAct, openAuditedDatabase } from '../audit/audited-database';

/** Blocks removal until the hold is lifted or expires. Times are milliseconds since the epoch. */
export interface StoredHold {
	tenant: string;
	id: string;
	/** Keyed hash, or `everybody`. */
	person: string;
	request: Uint8Array;
	/** Sealed. */
	reason: Uint8Array;
	createdAt: number;
	createdBy: string;
	until: number | null;
}

export interface Holds {
	/** @param names keyed hashes and ids of the person and their conversations @param details for the audit entry */
	add(hold: Omit<StoredHold, 'id'>, names: readonly string[], details: Act['details']): Promise<string>;
	list(tenant: string): Promise<StoredHold[]>;
	listOfAll(): Promise<StoredHold[]>;
	remove(tenant: string, id: string, by: string): Promise<boolean>;
	addNames(tenant: string, id: string, names: readonly string[]): Promise<void>;
	removeEnded(now: number): Promise<void>;
	/** Returns the matching hold that ends last, also one on everybody; undefined without one. */
	findHolding(tenant: string, names: readonly string[], now: number): Promise<StoredHold | undefined>;
	listNames(tenant: string): Promise<ReadonlySet<string>>;
	close(): Promise<void>;
}

const columns = 'tenant, id, person, request, reason, created_at AS "createdAt", created_by AS "createdBy", until';
const idBytes = 6;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openHolds(place: string, openAudit = noAudit): Holds {
	const database = openAuditedDatabase(place, [holdSchema], openAudit);
	return {
		add: ({ tenant, person, request, reason, createdAt, createdBy, until }, names, details) =>
			database.act(
				tenant,
				async (connection, note) => {
					const id = `hold-${randomBytes(idBytes).toString('hex')}`;
					await connection.run(
						`INSERT INTO legal_hold (tenant, id, person, request, reason, created_at, created_by, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
						tenant,
						id,
						person,
						request,
						reason,
						createdAt,
						createdBy,
						until,
					);
					await addNames(connection, tenant, id, [person, ...names]);
					await note(tenant, { ...toAct('hold.added', { id, createdBy }), ...(details && { details }) });
					return id;
				},
				{ synced: true },
			),
		list: (tenant) => database.read(tenant, (connection) => list(connection, 'tenant = ?', tenant)),
		listOfAll: () => database.read(everyTenant, (connection) => list(connection, '1 = 1')),
		remove: (tenant, id, by) =>
			database.act(tenant, (connection, note) =>
				remove(connection, { tenant, id }, { ...toAct('hold.removed', { id, createdBy: by }) }, note),
			),
		addNames: (tenant, id, names) => database.change(tenant, (connection) => addNames(connection, tenant, id, names)),
		async removeEnded(now) {
			const ended = await database.read(everyTenant, (connection) => list(connection, 'until <= ?', now));
			for (const hold of ended) {
				const act = { action: 'hold.ended', object: { kind: 'legal_hold', value: hold.id } };
				await database.act(hold.tenant, (connection, note) => remove(connection, hold, act, note));
			}
		},
		findHolding: (tenant, names, now) =>
			database.read(tenant, async (connection) => {
				const [found] = await list(
					connection,
					`tenant = ? AND (until IS NULL OR until > ?) AND id IN (
						SELECT hold FROM held_name WHERE held_name.tenant = legal_hold.tenant AND name IN ${textsOf(connection)})`,
					tenant,
					now,
					JSON.stringify([everybody, ...names]),
				);
				return found;
			}),
		listNames: (tenant) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ name: string }>('SELECT DISTINCT name FROM held_name WHERE tenant = ?', tenant);
				return new Set(rows.map(({ name }) => name));
			}),
		close: () => database.close(),
	};
}

const toAct = (action: string, { id, createdBy }: Pick<StoredHold, 'id' | 'createdBy'>): Act => ({
	action,
	by: createdBy,
	object: { kind: 'legal_hold', value: id },
});

async function list(connection: StateConnection, which: string, ...values: Array<string | number>): Promise<StoredHold[]> {
	const rows = await connection.all<StoredHold>(
		`SELECT ${columns} FROM legal_hold WHERE ${which} ORDER BY coalesce(until, ${Number.MAX_SAFE_INTEGER}) DESC, id`,
		...values,
	);
	return rows.map((row) => ({ ...row, createdAt: Number(row.createdAt), until: row.until === null ? null : Number(row.until) }));
}

async function addNames(connection: StateConnection, tenant: string, id: string, names: readonly string[]): Promise<void> {
	// A removed hold gets no names: they would never be removed.
	const known = `SELECT 1 FROM legal_hold WHERE tenant = ?1 AND id = ?3`;
	for (const name of new Set(names))
		await connection.run(
			`INSERT INTO held_name (tenant, name, hold) SELECT ?1, ?2, ?3 WHERE EXISTS (${known}) ON CONFLICT DO NOTHING`,
			tenant,
			name,
			id,
		);
}

async function remove(
	connection: StateConnection,
	{ tenant, id }: Pick<StoredHold, 'tenant' | 'id'>,
	act: Act,
	note: NoteAct,
): Promise<boolean> {
	await connection.run('DELETE FROM held_name WHERE tenant = ? AND hold = ?', tenant, id);
	const isRemoved = (await connection.run('DELETE FROM legal_hold WHERE tenant = ? AND id = ?', tenant, id)) > 0;
	if (isRemoved) await note(tenant, act);
	return isRemoved;
}
