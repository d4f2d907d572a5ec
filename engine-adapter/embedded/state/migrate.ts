import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { newerSchema } from '../../../providers/database/storage-fault';
import { schemas, schemaVersion } from './schema';

/** Creates or upgrades tables. @throws TroupeError NOT_SUPPORTED for a file of a newer version */
export function migrate(connection: DatabaseSync, subject: { file: string; what: string }): void {
	const { user_version: found } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
	if (found > schemaVersion) throw newerSchema(subject, found, schemaVersion);
	if (found === schemaVersion) return;
	const counter = found === 0 ? `INSERT INTO counter VALUES ('key', ${firstKey()});` : '';
	connection.exec(`BEGIN; ${schemas.slice(found).join('')} ${counter} PRAGMA user_version = ${schemaVersion}; COMMIT`);
}

/**
 * Like Zeebe's keys of partition 1, below 2^53. Each database begins elsewhere: an instance's key names its conversation by default, and two
 * databases must not share one.
 */
const firstKey = (): number => 2 ** 51 + 1 + randomInt(2 ** 40);
