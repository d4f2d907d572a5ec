import type { ToolEffect } from '../../core/ports/tools/tool-effect';
import type { Tool } from '../../core/ports/tools/tools';
import { openStateDatabase, type StateConnection, type StateSchema } from '../database/state-database';

export const seenToolsSchema: StateSchema = {
	name: 'n8n_tools',
	what: 'The tools of nodes',
	version: 1,
	isCache: true,
	tables: {
		seen_node: { kept: 'setting', nothing: 'node tools' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS seen_node (
			tenant TEXT NOT NULL,
			node TEXT NOT NULL,
			tools TEXT NOT NULL,
			PRIMARY KEY (tenant, node)
		) STRICT, WITHOUT ROWID;
	`,
};

export interface SeenTool {
	name: string;
	description: string;
	effect: ToolEffect;
}

const maxTools = 200;
const maxDescription = 200;

/**
 * Stores a node's tools from its last run: n8n does not tell editor lists what is connected. In queue mode a worker runs the node, and a main shows
 * the list.
 */
export interface SeenTools {
	/** @param node the workflow's ID, a space and the node's ID */
	remember(node: string, tools: Tool[]): Promise<void>;
	list(node: string): Promise<SeenTool[]>;
	close(): Promise<void>;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openSeenTools(place: string, tenant: string): SeenTools {
	const database = openStateDatabase(place, seenToolsSchema);
	const readTools = async (connection: StateConnection, node: string) =>
		(await connection.get<{ tools: string }>('SELECT tools FROM seen_node WHERE tenant = ? AND node = ?', tenant, node))?.tools;
	return {
		async remember(node, tools) {
			const seen = tools
				.slice(0, maxTools)
				.map(({ name, description, effect }): SeenTool => ({ name, description: description.slice(0, maxDescription), effect }));
			const stored = await database.read(tenant, (connection) => readTools(connection, node));
			const next = JSON.stringify(seen);
			if (stored === next || (stored === undefined && seen.length === 0)) return;
			await database.change(tenant, (connection) =>
				connection.run(
					'INSERT INTO seen_node (tenant, node, tools) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, node) DO UPDATE SET tools = ?3',
					tenant,
					node,
					next,
				),
			);
		},
		list: async (node) => JSON.parse((await database.read(tenant, (connection) => readTools(connection, node))) ?? '[]') as SeenTool[],
		close: () => database.close(),
	};
}
