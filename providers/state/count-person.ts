/** Counts what the state holds of a person, by what its tables declare. Nothing is read but numbers. */
import type { TableData, Tables } from '../../core/base/privacy/personal-data';
import { textsOf } from '../database/in-list';
import { openStateDatabase, type StateConnection, type Value } from '../database/state-database';
import { channelSchema } from './channels/channel-schema';
import { readNaming } from './channels/contacts/contact-naming';
import { stateSubjects } from './subjects';

/** A person, by all names. */
export interface NamedPerson {
	tenant: string;
	/** Ids of the contact, and of those that were merged into it. */
	contacts: readonly string[];
	conversations: readonly string[];
	/** Keyed hashes of persons, contacts, aliases and conversations. */
	pseudonyms: readonly string[];
	/** Phone numbers and other names, in each form that providers write. */
	written: readonly string[];
}

export interface CountedTable {
	table: string;
	rows: number;
}

/** Shorter names stand by chance in the texts of others. */
const shortestName = 4;

/** Reads how providers write the contacts. @param place `postgres://…`, or the path of a file */
export async function readWritten(place: string, tenant: string, contacts: readonly string[]): Promise<string[]> {
	const database = openStateDatabase(place, channelSchema);
	try {
		const namings = await database.read(tenant, async (connection) => {
			const all = [];
			for (const contact of contacts) all.push(await readNaming(connection, tenant, contact));
			return all;
		});
		return [...new Set(namings.flatMap(({ written }) => written))].filter(({ length }) => length >= shortestName);
	} finally {
		await database.close();
	}
}

/**
 * Counts the rows of a person in each table of the state that says how a row belongs to one, also where they stay when the person is forgotten.
 * @param place `postgres://…`, or the path of a file
 * @throws TroupeError STORAGE_…
 */
export async function countInState(place: string, person: NamedPerson): Promise<CountedTable[]> {
	const counted: CountedTable[] = [];
	for (const subject of stateSubjects) {
		const named = Object.entries(subject.tables).filter(([, { whose }]) => whose !== undefined);
		if (named.length === 0) continue;
		// A row can belong to one of another subject: a judged run.
		const database = openStateDatabase(place, [
			subject,
			...stateSubjects.filter((other) => other !== subject && isNamedBy(subject.tables, other.tables)),
		]);
		try {
			const rows = await database.read(person.tenant, async (connection) => {
				const counts: CountedTable[] = [];
				for (const [table] of named) counts.push({ table, rows: await countRows(connection, table, person) });
				return counts;
			});
			counted.push(...rows.filter((one) => one.rows > 0));
		} finally {
			await database.close();
		}
	}
	return counted;
}

const allTables: Tables = Object.assign({}, ...stateSubjects.map(({ tables }) => tables)) as Tables;

const isNamedBy = (tables: Tables, others: Tables): boolean =>
	Object.values(tables).some(({ whose }) => Object.keys(whose ?? {}).some((by) => !(by in tables) && by in others));

async function countRows(connection: StateConnection, table: string, person: NamedPerson): Promise<number> {
	const condition = whoseRows(connection, table, allTables[table]!, person);
	const row = await connection.get<{ rows: number | bigint }>(
		`SELECT count(*) AS rows FROM ${table} WHERE tenant = ? AND (${condition.sql})`,
		...[person.tenant, ...condition.values],
	);
	return Number(row?.rows ?? 0);
}

interface Condition {
	sql: string;
	values: Value[];
}

const ids = { contact: 'contacts', conversation: 'conversations', pseudonym: 'pseudonyms' } as const;

/** A row belongs to the person if one of its columns says so. */
function whoseRows(connection: StateConnection, table: string, { whose = {} }: TableData, person: NamedPerson): Condition {
	const conditions = Object.entries(whose).flatMap(([by, columns]) =>
		columns!.split(' ').map((column) => byColumn(connection, `${table}.${column}`, by, person)),
	);
	return join(conditions);
}

function byColumn(connection: StateConnection, column: string, by: string, person: NamedPerson): Condition {
	if (by === 'text') return join(person.written.map((name) => contains(column, name)));
	if (by in ids) return { sql: `${column} IN ${textsOf(connection)}`, values: [JSON.stringify(person[ids[by as keyof typeof ids]])] };
	// A row of another table, whose id the column has.
	const { sql, values } = whoseRows(connection, by, allTables[by]!, person);
	return { sql: `${column} IN (SELECT ${by}.id FROM ${by} WHERE ${by}.tenant = ? AND (${sql}))`, values: [person.tenant, ...values] };
}

const contains = (column: string, name: string): Condition => ({
	sql: `lower(${column}) LIKE ? ESCAPE '!'`,
	values: [`%${name.replace(/[!%_]/g, '!$&')}%`],
});

const join = (conditions: Condition[]): Condition =>
	conditions.length === 0
		? { sql: '1 = 0', values: [] }
		: { sql: conditions.map(({ sql }) => sql).join(' OR '), values: conditions.flatMap(({ values }) => values) };
