import { existsSync } from 'node:fs';
import { listTenantColumn, type Tables } from '../../core/base/privacy/personal-data';
import { isPostgresAddress } from '../database/database-place';
import { openStateDatabase, type StateConnection, type StateSchema } from '../database/state-database';
import type { CountedTable } from './count-person';
import { inboxPlace } from './channels/receipts/file-inbox';
import { inboxSchema } from './channels/receipts/inbox-schema';
import { stateSubjects } from './subjects';

/**
 * Each subject has its own transaction, so an interrupted removal can be repeated. @param place `postgres://…`, or the path of a file @throws
 * TroupeError STORAGE_…; STORAGE_LOCKED, retryable, while another process still reads SQLite's log
 */
export async function removeTenantFromState(place: string, tenant: string): Promise<CountedTable[]> {
	const removed: CountedTable[] = [];
	for (const subject of stateSubjects) removed.push(...(await removeFrom(place, subject, tenant)));
	return removed;
}

/** Clears the inbox file; PostgreSQL has none. */
export const removeTenantFromInbox = async (place: string, tenant: string): Promise<CountedTable[]> =>
	isPostgresAddress(place) || !existsSync(inboxPlace(place)) ? [] : removeFrom(inboxPlace(place), inboxSchema, tenant);

async function removeFrom(place: string, subject: StateSchema, tenant: string): Promise<CountedTable[]> {
	const database = openStateDatabase(place, subject);
	try {
		// Uses the forgetting turn, or data under way, such as audit entries, would arrive later.
		const turn = subject.forgetting?.turn?.(tenant);
		const removed = await database.change(tenant, (connection) => removeRows(connection, subject.tables, tenant), { synced: true, turn });
		// Otherwise the log would keep removed data.
		await database.emptyLog();
		return removed;
	} finally {
		await database.close();
	}
}

/** Later tables refer to earlier ones. */
async function removeRows(connection: StateConnection, tables: Tables, tenant: string): Promise<CountedTable[]> {
	const removed: CountedTable[] = [];
	for (const table of listTenantColumn(tables).toReversed()) {
		const rows = await connection.run(`DELETE FROM ${table} WHERE tenant = ?`, tenant);
		if (rows > 0) removed.push({ table, rows });
	}
	return removed;
}
