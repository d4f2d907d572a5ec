import { type Clock, systemClock } from '../../../core/ports/host';
import type { WantedTool, WantedTools } from '../../../core/ports/tools/wanted-tools';
import { openStateDatabase, type StateSchema } from '../../database/state-database';

export const wantedToolSchema: StateSchema = {
	name: 'wanted_tools',
	what: 'The wanted tools',
	version: 1,
	tables: {
		wanted_tool: { kept: 'newest', nothing: 'tool agent source count first_at last_at' },
	},
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

export type WantedToolStore = WantedTools & { close(): Promise<void> };

/** The oldest are removed first. */
const maxWanted = 1_000;
const order = '-count, -last_at, tool, agent, source';
const columns = 'tool, agent, source, count, first_at AS "firstAt", last_at AS "lastAt"';

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openWantedTools(place: string, clock: Clock = systemClock): WantedToolStore {
	const database = openStateDatabase(place, wantedToolSchema);
	return {
		note: (tenant, { tool, agent, source }) =>
			database.change(
				tenant,
				async (connection) => {
					const more = source === 'run' ? 1 : 0;
					await connection.run(
						`INSERT INTO wanted_tool (tenant, tool, agent, source, count, first_at, last_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
						ON CONFLICT (tenant, tool, agent, source) DO UPDATE SET count = wanted_tool.count + ?6, last_at = ?5`,
						tenant,
						tool,
						agent,
						source,
						clock.now(),
						more,
					);
					await connection.run(
						`DELETE FROM wanted_tool WHERE tenant = ?1 AND (tool, agent, source) IN (
							SELECT tool, agent, source FROM wanted_tool WHERE tenant = ?1 ORDER BY last_at DESC, tool, agent, source LIMIT 1000 OFFSET ?2
						)`,
						tenant,
						maxWanted,
					);
				},
				{ turn: `wanted-tools ${tenant}` },
			),
		list: (tenant, limit, after) =>
			database.read(tenant, (connection) =>
				connection.all<WantedTool>(
					`SELECT ${columns} FROM wanted_tool WHERE tenant = ? ${after ? `AND (${order}) > (?, ?, ?, ?, ?)` : ''} ORDER BY ${order} LIMIT ?`,
					tenant,
					...(after ? [-after.count, -after.lastAt, after.tool, after.agent, after.source] : []),
					limit,
				),
			),
		remove: (tenant, tool) =>
			database.change(tenant, (connection) => connection.run('DELETE FROM wanted_tool WHERE tenant = ? AND tool = ?', tenant, tool)),
		close: () => database.close(),
	};
}
