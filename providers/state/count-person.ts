import { existsSync } from 'node:fs';
import type { TableData } from '../../core/base/privacy/personal-data';
import { isPostgresAddress } from '../database/database-place';
import { openStateDatabase, type StateConnection } from '../database/state-database';
import { channelSchema } from './channels/channel-schema';
import { readNaming } from './channels/contacts/contact-naming';
import { findRequests, inboxTable, shortestName } from './channels/contacts/find-requests';
import { type OpenKeySeal, readsWithKeys } from './channels/sealed/conversation-keys';
import { inboxPlace } from './channels/receipts/file-inbox';
import { inboxSchema } from './channels/receipts/inbox-schema';
import { stateSubjects } from './subjects';
import { isNamedBy, type NamedPerson, whoseRows } from './whose-rows';

export type { NamedPerson } from './whose-rows';

export interface CountedTable {
	table: string;
	rows: number;
}

/** Reads the contacts' names in provider form, and finds requests with them. @param place `postgres://…`, or the path of a file */
export async function readWritten(
	place: string,
	{ tenant, contacts }: Pick<NamedPerson, 'tenant' | 'contacts'>,
	openKeySeal: OpenKeySeal,
): Promise<Pick<NamedPerson, 'written' | 'requests'>> {
	const database = readsWithKeys(openStateDatabase(place, channelSchema), openKeySeal);
	try {
		const namings = await database.read(tenant, async (connection) => {
			const all = [];
			for (const contact of contacts) all.push(await readNaming(connection, tenant, contact));
			return all;
		});
		const written = [...new Set(namings.flatMap((naming) => naming.written))].filter(({ length }) => length >= shortestName);
		// Inbox first: a request moving meanwhile is found twice.
		const waiting = await findWaiting(place, { tenant, written }, openKeySeal);
		const stored = await findRequests((work) => database.read(tenant, work), { tenant, written });
		return { written, requests: [...new Set([...waiting, ...stored])] };
	} finally {
		await database.close();
	}
}

async function findWaiting(place: string, whom: Pick<NamedPerson, 'tenant' | 'written'>, openKeySeal: OpenKeySeal): Promise<string[]> {
	if (isPostgresAddress(place) || !existsSync(inboxPlace(place))) return [];
	const database = readsWithKeys(openStateDatabase(inboxPlace(place), inboxSchema), openKeySeal);
	try {
		return await findRequests((work) => database.read(whom.tenant, work), whom, inboxTable);
	} finally {
		await database.close();
	}
}

/**
 * Counts a person's rows in each table that declares an owner, including rows that stay when forgotten. @param place `postgres://…`, or the path of a
 * file @throws TroupeError STORAGE_…
 */
export async function countInState(place: string, person: NamedPerson): Promise<CountedTable[]> {
	const counted: CountedTable[] = [];
	for (const subject of stateSubjects) {
		const named = Object.entries(subject.tables).filter(([, { whose }]) => whose !== undefined);
		if (named.length === 0) continue;
		// A row can belong to another subject's row, such as a judged run.
		const database = openStateDatabase(place, [
			subject,
			...stateSubjects.filter((other) => other !== subject && isNamedBy(subject.tables, other.tables)),
		]);
		try {
			const rows = await database.read(person.tenant, async (connection) => {
				const counts: CountedTable[] = [];
				for (const [table, data] of named) counts.push({ table, rows: await countRows(connection, table, data, person) });
				return counts;
			});
			counted.push(...rows.filter((one) => one.rows > 0));
		} finally {
			await database.close();
		}
	}
	return counted;
}

/**
 * Counts requests about a person in the inbox file. @param place `postgres://…`, without such a file, or the path of the state's file @throws
 * TroupeError STORAGE_…
 */
export async function countInInbox(place: string, person: NamedPerson): Promise<CountedTable[]> {
	if (isPostgresAddress(place) || !existsSync(inboxPlace(place))) return [];
	const database = openStateDatabase(inboxPlace(place), inboxSchema);
	try {
		const { request } = inboxSchema.tables;
		const rows = await database.read(person.tenant, (connection) => countRows(connection, 'request', request!, person));
		return rows === 0 ? [] : [{ table: 'request', rows }];
	} finally {
		await database.close();
	}
}

async function countRows(connection: StateConnection, table: string, data: TableData, person: NamedPerson): Promise<number> {
	const condition = whoseRows(connection, table, data, person);
	const row = await connection.get<{ rows: number | bigint }>(
		`SELECT count(*) AS rows FROM ${table} WHERE tenant = ? AND (${condition.sql})`,
		person.tenant,
		...condition.values,
	);
	return Number(row?.rows ?? 0);
}
