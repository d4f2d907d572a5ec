import { connectApart } from '../../providers/database/postgres/postgres-pool';
import { readStateTable } from '../../providers/database/postgres/read-state-table';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSetting } from '../../core/base/settings/settings';
import { stateFile } from '../../providers/database/state-database';
import { openReadOnly } from '../../providers/database/sqlite/open-read-only';
import type { Installation } from './installation';

/** Reads a table of the installation's state, in the file of its home or in the database that it shares, and changes nothing. @returns undefined if there is none */
export async function readState<Row extends object>({ home, environment }: Installation, table: string): Promise<Row[] | undefined> {
	const address = readSetting('TROUPE_DATABASE_URL', environment);
	return address === undefined ? readFromFile(join(home, stateFile), table) : readFromServer(address, table);
}

async function readFromServer<Row extends object>(address: string, table: string): Promise<Row[] | undefined> {
	const client = await connectApart(address, 'troupe verify');
	try {
		await client.query('begin read only');
		return await readStateTable<Row>(client, table);
	} finally {
		await client.query('rollback').catch(() => undefined);
		await client.end();
	}
}

function readFromFile<Row extends object>(file: string, table: string): Row[] | undefined {
	if (!existsSync(file)) return undefined;
	const database = openReadOnly(file);
	try {
		const isThere = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table);
		return isThere ? (database.prepare(`SELECT * FROM ${table}`).all() as Row[]) : undefined;
	} finally {
		database.close();
	}
}
