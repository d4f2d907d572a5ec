import { keptMs } from '../../../core/base/privacy/kept-classes';
import type { BegunCall, CallKind, CallStore, StoredCall, WaitingCall } from '../../../core/ports/runs/calls';
import { type Clock, systemClock } from '../../../core/ports/host';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema, type Value } from '../../database/state-database';
import { dueEvery } from '../due-every';

/** Longer than a job can wait for a person to resolve its incident. */
const callMs = keptMs('call');
const callsPerCleaning = 100;
const cleanedAtOnce = 500;

/** `answered` is 1 from a waiting node's answer until a job takes it. */
export const callSchema: StateSchema = {
	name: 'calls',
	what: 'The calls of workflows, nodes and CRMs',
	version: 1,
	usesServerTime: true,
	tables: {
		// The name belongs to a job or a CRM record, where the person is forgotten.
		call: {
			kept: 'call',
			stays: 'expires',
			reference: 'name execution',
			encrypted: 'outcome',
			underMasterKey: 'outcome',
			nothing: 'kind state started_at holder leased_until answered',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS call (
			tenant TEXT NOT NULL,
			kind TEXT NOT NULL,
			name TEXT NOT NULL,
			state TEXT NOT NULL,
			started_at INTEGER NOT NULL,
			execution TEXT,
			outcome BLOB,
			holder TEXT,
			leased_until INTEGER NOT NULL,
			answered INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, kind, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS call_by_start ON call (started_at);
		CREATE UNIQUE INDEX IF NOT EXISTS call_by_link ON call (execution) WHERE kind = 'node' AND execution IS NOT NULL;
		CREATE INDEX IF NOT EXISTS call_answered ON call (answered) WHERE answered = 1;
	`,
};

type Row = StoredCall & { holder: string | null; leasedUntil: number };
type WaitingRow = Omit<WaitingCall, 'isWaiting'> & Pick<StoredCall, 'state'>;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openCallStore(place: string, kind: CallKind, { clock = systemClock }: { clock?: Clock } = {}): CallStore {
	const database = openStateDatabase(place, callSchema);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const isCleaningDue = dueEvery(callsPerCleaning);
	const synced = { synced: true };
	const run = async (tenant: string, sql: string, values: Value[], options = {}) =>
		(await database.change(tenant, (connection) => connection.run(sql, ...values), options)) > 0;
	const own = 'WHERE tenant = ? AND kind = ? AND name = ?';
	return {
		async begin(tenant, key, holder, leaseMs) {
			if (isCleaningDue()) await database.change(everyTenant, (connection) => clean(connection, now(connection) - callMs));
			return database.change(tenant, (connection) => begin(connection, { tenant, kind, key, holder }, now(connection), leaseMs), {
				...synced,
				turn: JSON.stringify([tenant, kind, key]),
			});
		},
		note: (tenant, key, holder, { state, executionId, outcome }, leaseMs) =>
			database.change(
				tenant,
				async (connection) => {
					const changed = await connection.run(
						`UPDATE call SET state = coalesce(?, state), execution = coalesce(?, execution), outcome = coalesce(?, outcome), leased_until = ?
						${own} AND holder = ?`,
						state ?? null,
						executionId ?? null,
						outcome ?? null,
						now(connection) + leaseMs,
						tenant,
						kind,
						key,
						holder,
					);
					return changed > 0;
				},
				synced,
			),
		release: async (tenant, key, holder) =>
			void (await run(tenant, `UPDATE call SET holder = NULL ${own} AND holder = ?`, [tenant, kind, key, holder])),
		drop: async (tenant, key, holder) =>
			void (await run(tenant, `DELETE FROM call ${own} AND holder = ?`, [tenant, kind, key, holder], synced)),
		async findWaiting(hash) {
			const row = await database.read(everyTenant, (connection) =>
				connection.get<WaitingRow>(`SELECT tenant, name AS key, state, outcome FROM call WHERE kind = 'node' AND execution = ?`, hash),
			);
			return row && { tenant: row.tenant, key: row.key, outcome: row.outcome, isWaiting: row.state === 'running' };
		},
		answer: ({ tenant, key }, outcome) =>
			run(
				tenant,
				`UPDATE call SET state = 'ended', outcome = ?, answered = 1 ${own} AND state = 'running'`,
				[outcome, tenant, kind, key],
				synced,
			),
		listAnswered: (prefix, limit) =>
			database.read(everyTenant, (connection) =>
				connection.all<Pick<WaitingCall, 'tenant' | 'key'>>(
					'SELECT tenant, name AS key FROM call WHERE answered = 1 AND kind = ? AND substr(name, 1, ?) = ? LIMIT ?',
					kind,
					prefix.length,
					prefix,
					limit,
				),
			),
		settle: async (tenant, key) => void (await run(tenant, `UPDATE call SET answered = 0 ${own} AND answered = 1`, [tenant, kind, key])),
		forget: async (tenant, key) => void (await run(tenant, `DELETE FROM call ${own}`, [tenant, kind, key], synced)),
		close: () => database.close(),
	};
}

async function begin(
	connection: StateConnection,
	{ tenant, kind, key, holder }: { tenant: string; kind: CallKind; key: string; holder: string },
	time: number,
	leaseMs: number,
): Promise<BegunCall> {
	const added = await connection.run(
		`INSERT INTO call (tenant, kind, name, state, started_at, holder, leased_until) VALUES (?, ?, ?, 'called', ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		tenant,
		kind,
		key,
		time,
		holder,
		time + leaseMs,
	);
	if (added > 0) return { kind: 'new' };
	const row = (await connection.get<Row>(
		`SELECT state, started_at AS "startedAt", execution AS "executionId", outcome, holder, leased_until AS "leasedUntil"
		FROM call WHERE tenant = ? AND kind = ? AND name = ?`,
		tenant,
		kind,
		key,
	))!;
	if (row.holder !== null && row.leasedUntil > time) return { kind: 'taken' };
	await connection.run(
		`UPDATE call SET holder = ?, leased_until = ? WHERE tenant = ? AND kind = ? AND name = ?`,
		holder,
		time + leaseMs,
		tenant,
		kind,
		key,
	);
	const { state, startedAt, executionId, outcome } = row;
	return { kind: 'known', call: { state, startedAt, executionId, outcome } };
}

/** Calls that a job still asks about stay, whatever their age. */
async function clean(connection: StateConnection, before: number): Promise<void> {
	await connection.run(
		`DELETE FROM call WHERE started_at < ?1 AND leased_until < ?1
		AND (tenant, kind, name) IN (SELECT tenant, kind, name FROM call WHERE started_at < ?1 AND leased_until < ?1 AND NOT ${isOnHold('call')} LIMIT ?2)`,
		before,
		cleanedAtOnce,
	);
}
