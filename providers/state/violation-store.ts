import type { ViolationRecord, ViolationStore, WakeUps } from '../../core/ports';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';
import { SharedWakeUps } from '../wake-ups/shared-wake-ups';

export const violationSchema: StateSchema = {
	name: 'violations',
	what: 'The violations',
	version: 1,
	forgetting: { keeps: 'A violation names the hash of its conversation and masked matches, for the audit.' },
	tenantTables: ['last_violation', 'violation'],
	schema: `
		CREATE TABLE IF NOT EXISTS last_violation (tenant TEXT NOT NULL PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS violation (
			tenant TEXT NOT NULL,
			id INTEGER NOT NULL,
			at INTEGER NOT NULL,
			conversation TEXT,
			agent TEXT,
			host TEXT NOT NULL,
			guardrail TEXT NOT NULL,
			code TEXT NOT NULL,
			stage TEXT NOT NULL,
			action TEXT NOT NULL,
			matches TEXT NOT NULL,
			match_count INTEGER NOT NULL,
			once TEXT,
			tool TEXT,
			argument TEXT,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS violation_by_time ON violation (at);
		CREATE UNIQUE INDEX IF NOT EXISTS violation_once ON violation (tenant, once) WHERE once IS NOT NULL;
	`,
};

/** Old violations removed with each append; more than one adds on average. */
const cleanedAtOnce = 500;

type NewRecord = Omit<ViolationRecord, 'id'> & { once?: string | null };

interface ViolationStoreOptions {
	/** Tells other processes of appended records. Default: this process alone. */
	wakeUps?: WakeUps;
	/** How often a watcher looks for records of other processes that do not tell. */
	pollMs?: number;
}

/**
 * Stores violations in a database that several processes share. The first use opens it.
 * @param place `postgres://…`, or the path of a file
 * @throws TroupeError on use: STORAGE_…
 */
export function openViolationStore(
	place: string,
	{ wakeUps = new SharedWakeUps(), pollMs = 1_000 }: ViolationStoreOptions = {},
): ViolationStore & { close(): Promise<void> } {
	const database = openStateDatabase(place, violationSchema);
	const topicOf = (tenant = everyTenant) => `violations ${tenant}`;
	const tell = (tenant: string) => {
		for (const topic of [topicOf(tenant), topicOf()]) wakeUps.wake(topic);
	};
	return {
		async append(tenant, records, keep) {
			await database.change(tenant, (connection) => append(connection, tenant, records, keep));
			tell(tenant);
		},
		async appendOnce(tenant, key, record, keep) {
			const isNew = await database.change(tenant, async (connection) => {
				// Locks the tenant's last number, so that nobody else adds the same key.
				await takeNumbers(connection, tenant, 0);
				const existing = await connection.get('SELECT id FROM violation WHERE tenant = ? AND once = ?', tenant, key);
				if (!existing) await append(connection, tenant, [{ ...record, once: key }], keep);
				return !existing;
			});
			if (isNew) tell(tenant);
			return isNew;
		},
		read: (tenant, after, limit) => database.read(tenant, (connection) => read(connection, tenant, after, limit)),
		last: (tenant) => database.read(tenant, (connection) => readLast(connection, tenant)),
		lastOfEach: () =>
			database.read(everyTenant, async (connection) => {
				const rows = await connection.all<{ tenant: string; id: number }>('SELECT tenant, id FROM last_violation');
				return Object.fromEntries(rows.map(({ tenant, id }) => [tenant, id]));
			}),
		watch: (tenant, wake) => wakeUps.listen(topicOf(tenant), wake, pollMs),
		close: () => database.close(),
	};
}

/** The row of the last number is locked until the end, so numbers become visible in their order. */
async function append(
	connection: StateConnection,
	tenant: string,
	records: NewRecord[],
	{ max, since }: { max: number; since: number },
): Promise<void> {
	const last = await takeNumbers(connection, tenant, records.length);
	const insertions = records.map((record, index) => insert(connection, tenant, last - records.length + 1 + index, record));
	const removals = [
		connection.run('DELETE FROM violation WHERE tenant = ? AND id <= ?', tenant, last - max),
		connection.run(
			'DELETE FROM violation WHERE (tenant, id) IN (SELECT tenant, id FROM violation WHERE tenant = ? AND at < ? LIMIT ?)',
			...[tenant, since, cleanedAtOnce],
		),
	];
	await Promise.all([...insertions, ...removals]);
}

function insert(
	connection: StateConnection,
	tenant: string,
	id: number,
	{ at, conversation, agent, host, guardrail, code, stage, action, tool, argument, matches, matchCount, once = null }: NewRecord,
): Promise<number> {
	return connection.run(
		`INSERT INTO violation (tenant, id, at, conversation, agent, host, guardrail, code, stage, action, tool, argument, matches, match_count, once)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		...[tenant, id, at, conversation, agent, host, guardrail, code, stage, action, tool, argument],
		...[JSON.stringify(matches), matchCount, once],
	);
}

/** @returns the last of the numbers */
async function takeNumbers(connection: StateConnection, tenant: string, count: number): Promise<number> {
	const { id } = (await connection.get<{ id: number }>(
		'INSERT INTO last_violation (tenant, id) VALUES (?1, ?2) ON CONFLICT (tenant) DO UPDATE SET id = last_violation.id + ?2 RETURNING id',
		tenant,
		count,
	))!;
	return id;
}

async function read(connection: StateConnection, tenant: string, after: number, limit: number): Promise<ViolationRecord[]> {
	const rows = await connection.all<ViolationRecord & { matches: string }>(
		`SELECT id, at, conversation, agent, host, guardrail, code, stage, action, tool, argument, matches, match_count AS "matchCount"
		FROM violation WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?`,
		...[tenant, after, limit],
	);
	return rows.map((row) => ({ ...row, matches: JSON.parse(row.matches) as ViolationRecord['matches'] }));
}

async function readLast(connection: StateConnection, tenant: string): Promise<number> {
	const row = await connection.get<{ id: number }>('SELECT id FROM last_violation WHERE tenant = ?', tenant);
	return row?.id ?? 0;
}
