import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { newerSchema } from '../../../providers/database/storage-fault';
import { schemas, schemaVersion } from './schema';

/** The statements of a file that went through all migrations empty. Thirty changes of tables take six times as long as the tables they lead to. */
let tables: string | undefined;

/** Creates the tables of a new file, and upgrades those of an earlier version. @throws TroupeError NOT_SUPPORTED for a file of a newer version */
export function migrate(connection: DatabaseSync, subject: { file: string; what: string }): void {
	const { user_version: found } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
	if (found > schemaVersion) throw newerSchema(subject, found, schemaVersion);
	if (found === schemaVersion) return;
	const isNew = found === 0;
	const changes = (isNew && tables) || schemas.slice(found).join('');
	const counter = isNew ? `INSERT INTO counter VALUES ('key', ${firstKey()});` : '';
	connection.exec(`BEGIN; ${changes} ${counter} PRAGMA user_version = ${schemaVersion}; COMMIT`);
	if (isNew) tables ??= readTables(connection);
}

/** Migrations store no rows in a new file. */
function readTables(connection: DatabaseSync): string {
	const rows = connection.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid').all() as { sql: string }[];
	return rows.map(({ sql }) => `${sql};`).join('\n');
}

/**
 * Keys look like Zeebe's of partition 1 and stay below 2^53. Each new database begins elsewhere: an instance's key names its
 * conversation where the process gives it no other name, and two databases must not share one.
 */
const firstKey = (): number => 2 ** 51 + 1 + randomInt(2 ** 40);
