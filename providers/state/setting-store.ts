import { createHash } from 'node:crypto';
import type { SettingStore, StoredSetting } from '../../core/ports/settings';
import type { StateSchema } from '../database/state-database';
import { noAudit, openAuditedDatabase } from './audit/audited-database';

export const settingSchema: StateSchema = {
	name: 'settings',
	what: 'The settings',
	version: 1,
	usesServerTime: true,
	tables: {
		setting: { kept: 'record', user: 'author', nothing: 'name version value at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS setting (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			version INTEGER NOT NULL,
			value TEXT NOT NULL,
			author TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, name, version)
		) STRICT, WITHOUT ROWID;
	`,
};

const columns = 'version, value, author, at';
const newest = `SELECT ${columns} FROM setting WHERE tenant = ? AND name = ? ORDER BY version DESC`;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openSettingStore(place: string, openAudit = noAudit): SettingStore & { close(): Promise<void> } {
	const database = openAuditedDatabase(place, [settingSchema], openAudit);
	return {
		read: (tenant, name) => database.read(tenant, (connection) => connection.get<StoredSetting>(`${newest} LIMIT 1`, tenant, name)),
		history: (tenant, name) => database.read(tenant, (connection) => connection.all<StoredSetting>(newest, tenant, name)),
		write: (tenant, name, { value, author, at }) =>
			database.act(
				tenant,
				async (connection, note) => {
					const { version = 0 } = (await connection.get<StoredSetting>(`${newest} LIMIT 1`, tenant, name)) ?? {};
					const stored: StoredSetting = { version: version + 1, value, author, at: connection.serverTime ?? at };
					await connection.run(
						`INSERT INTO setting (tenant, name, ${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
						tenant,
						name,
						stored.version,
						value,
						author,
						stored.at,
					);
					const object = { kind: 'setting', value: name, hash: createHash('sha256').update(value).digest('hex') };
					await note(tenant, { action: 'setting.updated', by: author, object, details: { kind: 'version', value: stored.version } });
					return stored;
				},
				{ turn: JSON.stringify([tenant, name]), synced: true },
			),
		close: () => database.close(),
	};
}
