import type { ViolationRecord, ViolationStore } from '../../core/ports';
import { type Connection, shareDatabase } from '../../database/shared-database';

const schema = `
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
		PRIMARY KEY (tenant, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS violation_by_time ON violation (at);
`;

/** Old violations removed with each append; more than one adds on average. */
const cleanedAtOnce = 500;
const defaultPollMs = 1000;

/**
 * Stores violations in a SQLite file that several processes can share. The first use opens it and creates its folder for this user only.
 * @param pollMs how often a watcher checks for writes of other processes
 * @throws TroupeError INTERNAL on use, retryable while another process locks the file
 */
export function openViolationStore(file: string, pollMs = defaultPollMs): ViolationStore & { close(): void } {
	const database = shareDatabase({ file, what: 'The violations', schema, version: 1, forgetsForGood: true });
	const watchers = new Set<() => void>();
	return {
		async append(tenant, records, keep) {
			await database.change((connection) => append(connection, tenant, records, keep));
			for (const wake of watchers) wake();
		},
		read: (tenant, after, limit) => database.use((connection) => read(connection, tenant, after, limit)),
		last: (tenant) => database.use((connection) => readLast(connection, tenant)),
		watch(wake) {
			watchers.add(wake);
			const timer = setInterval(wake, pollMs);
			return () => {
				watchers.delete(wake);
				clearInterval(timer);
			};
		},
		close: () => database.close(),
	};
}

function append(
	connection: Connection,
	tenant: string,
	records: Array<Omit<ViolationRecord, 'id'>>,
	{ max, since }: { max: number; since: number },
): void {
	const { id: last } = connection
		.sql('INSERT INTO last_violation (tenant, id) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET id = id + ?2 RETURNING id')
		.get(tenant, records.length) as { id: number };
	const insert = connection.sql(
		`INSERT INTO violation (tenant, id, at, conversation, agent, host, guardrail, code, stage, action, matches, match_count)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	);
	for (const [index, { at, conversation, agent, host, guardrail, code, stage, action, matches, matchCount }] of records.entries()) {
		const id = last - records.length + 1 + index;
		insert.run(tenant, id, at, conversation, agent, host, guardrail, code, stage, action, JSON.stringify(matches), matchCount);
	}
	connection.sql('DELETE FROM violation WHERE tenant = ? AND id <= ?').run(tenant, last - max);
	connection
		.sql('DELETE FROM violation WHERE (tenant, id) IN (SELECT tenant, id FROM violation WHERE at < ? LIMIT ?)')
		.run(since, cleanedAtOnce);
}

function read(connection: Connection, tenant: string, after: number, limit: number): ViolationRecord[] {
	const rows = connection
		.sql(
			`SELECT id, at, conversation, agent, host, guardrail, code, stage, action, matches, match_count AS matchCount
			FROM violation WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?`,
		)
		.all(tenant, after, limit) as unknown as Array<ViolationRecord & { matches: string }>;
	return rows.map((row) => ({ ...row, matches: JSON.parse(row.matches) as ViolationRecord['matches'] }));
}

function readLast(connection: Connection, tenant: string): number {
	const row = connection.sql('SELECT id FROM last_violation WHERE tenant = ?').get(tenant) as { id: number } | undefined;
	return row?.id ?? 0;
}
