import { type BegunCall, type CallStore, type Clock, type StoredCall, systemClock } from '../../../core/ports';
import {
	everyTenant,
	openStateDatabase,
	type StateConnection,
	type StateDatabase,
	type StateSchema,
} from '../../../database/state-database';
import { dueEvery } from '../due-every';

/** Longer than a job can wait for a person who resolves its incident. */
const keptMs = 90 * 86_400_000;
const callsPerCleaning = 100;
const cleanedAtOnce = 500;

/** The columns that every store of calls has. */
export const callColumns = `
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			state TEXT NOT NULL,
			started_at INTEGER NOT NULL,
			execution TEXT,
			outcome BLOB,
			holder TEXT,
			leased_until INTEGER NOT NULL`;

type Row = StoredCall & { holder: string | null; leasedUntil: number };

/** Opens a store of calls. @param table a name of this program, which has `callColumns` @throws TroupeError on use: STORAGE_… */
export function openCallStore(
	place: string,
	schema: StateSchema,
	table: string,
	clock: Clock = systemClock,
): { calls: CallStore; database: StateDatabase } {
	const database = openStateDatabase(place, schema);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const isCleaningDue = dueEvery(callsPerCleaning);
	const where = 'WHERE tenant = ? AND name = ? AND holder = ?';
	const synced = { synced: true };
	const calls: CallStore = {
		async begin(tenant, key, holder, leaseMs) {
			if (isCleaningDue()) await database.change(everyTenant, (connection) => clean(connection, table, now(connection) - keptMs));
			return database.change(tenant, (connection) => begin(connection, table, { tenant, key, holder }, now(connection), leaseMs), {
				...synced,
				turn: JSON.stringify([tenant, key]),
			});
		},
		note: (tenant, key, holder, { state, executionId, outcome }, leaseMs) =>
			database.change(
				tenant,
				async (connection) => {
					const changed = await connection.run(
						`UPDATE ${table} SET state = coalesce(?, state), execution = coalesce(?, execution), outcome = coalesce(?, outcome), leased_until = ?
						${where}`,
						...[state ?? null, executionId ?? null, outcome ?? null, now(connection) + leaseMs, tenant, key, holder],
					);
					return changed > 0;
				},
				synced,
			),
		release: (tenant, key, holder) =>
			database.change(tenant, async (connection) => {
				await connection.run(`UPDATE ${table} SET holder = NULL ${where}`, tenant, key, holder);
			}),
		drop: (tenant, key, holder) =>
			database.change(
				tenant,
				async (connection) => void (await connection.run(`DELETE FROM ${table} ${where}`, tenant, key, holder)),
				synced,
			),
		close: () => database.close(),
	};
	return { calls, database };
}

async function begin(
	connection: StateConnection,
	table: string,
	{ tenant, key, holder }: { tenant: string; key: string; holder: string },
	time: number,
	leaseMs: number,
): Promise<BegunCall> {
	const added = await connection.run(
		`INSERT INTO ${table} (tenant, name, state, started_at, holder, leased_until) VALUES (?, ?, 'called', ?, ?, ?) ON CONFLICT DO NOTHING`,
		...[tenant, key, time, holder, time + leaseMs],
	);
	if (added > 0) return { kind: 'new' };
	const row = (await connection.get<Row>(
		`SELECT state, started_at AS "startedAt", execution AS "executionId", outcome, holder, leased_until AS "leasedUntil"
		FROM ${table} WHERE tenant = ? AND name = ?`,
		...[tenant, key],
	))!;
	if (row.holder !== null && row.leasedUntil > time) return { kind: 'taken' };
	await connection.run(
		`UPDATE ${table} SET holder = ?, leased_until = ? WHERE tenant = ? AND name = ?`,
		...[holder, time + leaseMs, tenant, key],
	);
	const { state, startedAt, executionId, outcome } = row;
	return { kind: 'known', call: { state, startedAt, executionId, outcome } };
}

/** A call that a job still asks about stays, however long ago it began. */
async function clean(connection: StateConnection, table: string, before: number): Promise<void> {
	await connection.run(
		`DELETE FROM ${table} WHERE started_at < ?1 AND leased_until < ?1
		AND (tenant, name) IN (SELECT tenant, name FROM ${table} WHERE started_at < ?1 AND leased_until < ?1 LIMIT ?2)`,
		...[before, cleanedAtOnce],
	);
}
