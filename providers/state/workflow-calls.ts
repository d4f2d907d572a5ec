import { type BegunCall, type Clock, systemClock, type WorkflowCall, type WorkflowCallStore } from '../../core/ports';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';
import { dueEvery } from './due-every';

export const workflowCallSchema: StateSchema = {
	name: 'workflow_calls',
	what: 'The calls of workflows',
	version: 1,
	usesServerTime: true,
	tenantTables: ['workflow_call'],
	schema: `
		CREATE TABLE IF NOT EXISTS workflow_call (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			state TEXT NOT NULL,
			started_at INTEGER NOT NULL,
			execution TEXT,
			outcome BLOB,
			holder TEXT,
			leased_until INTEGER NOT NULL,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS workflow_call_by_time ON workflow_call (started_at);
	`,
};

/** Longer than a job can wait for a person who resolves its incident. */
const keptMs = 90 * 86_400_000;
const callsPerCleaning = 100;
const cleanedAtOnce = 500;

type Row = WorkflowCall & { holder: string | null; leasedUntil: number };

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openWorkflowCallStore(place: string, { clock = systemClock }: { clock?: Clock } = {}): WorkflowCallStore {
	const database = openStateDatabase(place, workflowCallSchema);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const isCleaningDue = dueEvery(callsPerCleaning);
	const where = 'WHERE tenant = ? AND name = ? AND holder = ?';
	const synced = { synced: true };
	return {
		async begin(tenant, key, holder, leaseMs) {
			if (isCleaningDue()) await database.change(everyTenant, (connection) => clean(connection, now(connection) - keptMs));
			return database.change(tenant, (connection) => begin(connection, { tenant, key, holder }, now(connection), leaseMs), {
				...synced,
				turn: JSON.stringify([tenant, key]),
			});
		},
		note: (tenant, key, holder, { state, executionId, outcome }, leaseMs) =>
			database.change(
				tenant,
				async (connection) => {
					await connection.run(
						`UPDATE workflow_call SET state = coalesce(?, state), execution = coalesce(?, execution), outcome = coalesce(?, outcome), leased_until = ?
						${where}`,
						...[state ?? null, executionId ?? null, outcome ?? null, now(connection) + leaseMs, tenant, key, holder],
					);
				},
				synced,
			),
		release: (tenant, key, holder) =>
			database.change(tenant, async (connection) => {
				await connection.run(`UPDATE workflow_call SET holder = NULL ${where}`, tenant, key, holder);
			}),
		drop: (tenant, key, holder) =>
			database.change(
				tenant,
				async (connection) => void (await connection.run(`DELETE FROM workflow_call ${where}`, tenant, key, holder)),
				synced,
			),
		close: () => database.close(),
	};
}

async function begin(
	connection: StateConnection,
	{ tenant, key, holder }: { tenant: string; key: string; holder: string },
	time: number,
	leaseMs: number,
): Promise<BegunCall> {
	const added = await connection.run(
		`INSERT INTO workflow_call (tenant, name, state, started_at, holder, leased_until) VALUES (?, ?, 'called', ?, ?, ?) ON CONFLICT DO NOTHING`,
		...[tenant, key, time, holder, time + leaseMs],
	);
	if (added > 0) return { kind: 'new' };
	const row = (await connection.get<Row>(
		`SELECT state, started_at AS "startedAt", execution AS "executionId", outcome, holder, leased_until AS "leasedUntil"
		FROM workflow_call WHERE tenant = ? AND name = ?`,
		...[tenant, key],
	))!;
	if (row.holder !== null && row.leasedUntil > time) return { kind: 'taken' };
	await connection.run(
		'UPDATE workflow_call SET holder = ?, leased_until = ? WHERE tenant = ? AND name = ?',
		...[holder, time + leaseMs, tenant, key],
	);
	const { state, startedAt, executionId, outcome } = row;
	return { kind: 'known', call: { state, startedAt, executionId, outcome } };
}

async function clean(connection: StateConnection, before: number): Promise<void> {
	await connection.run(
		`DELETE FROM workflow_call WHERE started_at < ?1
		AND (tenant, name) IN (SELECT tenant, name FROM workflow_call WHERE started_at < ?1 LIMIT ?2)`,
		...[before, cleanedAtOnce],
	);
}
