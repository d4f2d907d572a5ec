import { type Clock, systemClock } from '../../../core/ports/host';
import type { ToolRequest, ToolRequests } from '../../../core/ports/tools/tool-requests';
import { openStateDatabase, type StateSchema } from '../../database/state-database';

export const toolRequestSchema: StateSchema = {
	name: 'tool_requests',
	what: 'The requests for tools',
	version: 1,
	forgetting: { keeps: 'Requests name tools and agents.' },
	tenantTables: ['wanted_tool'],
	schema: `
		CREATE TABLE IF NOT EXISTS wanted_tool (
			tenant TEXT NOT NULL,
			tool TEXT NOT NULL,
			agent TEXT NOT NULL,
			source TEXT NOT NULL,
			count INTEGER NOT NULL,
			first_at INTEGER NOT NULL,
			last_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, tool, agent, source)
		) STRICT, WITHOUT ROWID;
	`,
};

export type ToolRequestStore = ToolRequests & { close(): Promise<void> };

/** The oldest are removed first. */
const maxRequests = 1_000;
const columns = 'tool, agent, source, count, first_at AS "firstAt", last_at AS "lastAt"';

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openToolRequests(place: string, clock: Clock = systemClock): ToolRequestStore {
	const database = openStateDatabase(place, toolRequestSchema);
	return {
		note: (tenant, { tool, agent, source }) =>
			database.change(
				tenant,
				async (connection) => {
					const more = source === 'run' ? 1 : 0;
					await connection.run(
						`INSERT INTO wanted_tool (tenant, tool, agent, source, count, first_at, last_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
						ON CONFLICT (tenant, tool, agent, source) DO UPDATE SET count = wanted_tool.count + ?6, last_at = ?5`,
						...[tenant, tool, agent, source, clock.now(), more],
					);
					await connection.run(
						`DELETE FROM wanted_tool WHERE tenant = ?1 AND (tool, agent, source) IN (
							SELECT tool, agent, source FROM wanted_tool WHERE tenant = ?1 ORDER BY last_at DESC, tool, agent, source LIMIT 1000 OFFSET ?2
						)`,
						...[tenant, maxRequests],
					);
				},
				{ turn: `requests ${tenant}` },
			),
		list: (tenant, limit) =>
			database.read(tenant, (connection) =>
				connection.all<ToolRequest>(
					`SELECT ${columns} FROM wanted_tool WHERE tenant = ? ORDER BY count DESC, last_at DESC, tool, agent, source LIMIT ?`,
					...[tenant, limit],
				),
			),
		remove: (tenant, tool) =>
			database.change(tenant, (connection) => connection.run('DELETE FROM wanted_tool WHERE tenant = ? AND tool = ?', tenant, tool)),
		close: () => database.close(),
	};
}
