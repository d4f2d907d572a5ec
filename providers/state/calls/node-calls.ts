import type { Clock, NodeCallStore, WaitingCall } from '../../../core/ports';
import { everyTenant, type StateSchema } from '../../../database/state-database';
import { callColumns, openCallStore } from './call-store';

export const nodeCallSchema: StateSchema = {
	name: 'node_calls',
	what: 'The tasks that ran nodes of n8n',
	version: 1,
	usesServerTime: true,
	forgetting: { keeps: 'A call belongs to a job, and expires.' },
	tenantTables: ['node_call'],
	schema: `
		CREATE TABLE IF NOT EXISTS node_call (${callColumns},
			answered INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS node_call_by_time ON node_call (started_at);
		CREATE UNIQUE INDEX IF NOT EXISTS node_call_by_link ON node_call (execution) WHERE execution IS NOT NULL;
		CREATE INDEX IF NOT EXISTS node_call_answered ON node_call (answered) WHERE answered = 1;
	`,
};

type Row = Omit<WaitingCall, 'isWaiting'> & { state: string };

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openNodeCallStore(place: string, { clock }: { clock?: Clock } = {}): NodeCallStore {
	const { calls, database } = openCallStore(place, nodeCallSchema, 'node_call', clock);
	const synced = { synced: true };
	return {
		...calls,
		async findWaiting(hash) {
			const row = await database.read(everyTenant, (connection) =>
				connection.get<Row>('SELECT tenant, name AS key, state, outcome FROM node_call WHERE execution = ?', hash),
			);
			return row && { tenant: row.tenant, key: row.key, outcome: row.outcome, isWaiting: row.state === 'running' };
		},
		async answer({ tenant, key }, outcome) {
			const changed = await database.change(
				tenant,
				(connection) =>
					connection.run(
						`UPDATE node_call SET state = 'ended', outcome = ?, answered = 1 WHERE tenant = ? AND name = ? AND state = 'running'`,
						...[outcome, tenant, key],
					),
				synced,
			);
			return changed > 0;
		},
		listAnswered: (prefix, limit) =>
			database.read(everyTenant, (connection) =>
				connection.all<Pick<WaitingCall, 'tenant' | 'key'>>(
					'SELECT tenant, name AS key FROM node_call WHERE answered = 1 AND substr(name, 1, ?) = ? LIMIT ?',
					...[prefix.length, prefix, limit],
				),
			),
		settle: (tenant, key) =>
			database.change(tenant, async (connection) => {
				await connection.run('UPDATE node_call SET answered = 0 WHERE tenant = ? AND name = ? AND answered = 1', tenant, key);
			}),
		forget: (tenant, key) =>
			database.change(
				tenant,
				async (connection) => void (await connection.run(`DELETE FROM node_call WHERE tenant = ? AND name = ?`, tenant, key)),
				synced,
			),
	};
}
