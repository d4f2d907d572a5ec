import type { TableData, Tables } from '../../core/base/privacy/personal-data';
import { textsOf } from '../database/in-list';
import type { StateConnection, Value } from '../database/state-database';
import { stateSubjects } from './subjects';

export interface NamedPerson {
	tenant: string;
	contacts: readonly string[];
	conversations: readonly string[];
	pseudonyms: readonly string[];
	written: readonly string[];
	/** Ids of stored requests with one of these names; they are sealed, so no SQL condition finds them. */
	requests: readonly string[];
}

const allTables: Tables = Object.assign({}, ...stateSubjects.map(({ tables }) => tables)) as Tables;

export const isNamedBy = (tables: Tables, others: Tables): boolean =>
	Object.values(tables).some(({ whose }) => Object.keys(whose ?? {}).some((by) => !(by in tables) && by in others));

interface Condition {
	sql: string;
	values: Value[];
}

const ids = { contact: 'contacts', conversation: 'conversations', pseudonym: 'pseudonyms' } as const;

/** Any matching column makes it the person's row. */
export function whoseRows(connection: StateConnection, table: string, { whose = {} }: TableData, person: NamedPerson): Condition {
	const conditions = Object.entries(whose).flatMap(([by, columns]) =>
		columns!.split(' ').map((column) => byColumn(connection, `${table}.${column}`, by, person)),
	);
	return join(conditions);
}

function byColumn(connection: StateConnection, column: string, by: string, person: NamedPerson): Condition {
	if (by === 'text') return { sql: `${column.split('.')[0]}.id IN ${textsOf(connection)}`, values: [JSON.stringify(person.requests)] };
	if (by in ids) return { sql: `${column} IN ${textsOf(connection)}`, values: [JSON.stringify(person[ids[by as keyof typeof ids]])] };
	// The column refers to another table's row.
	const { sql, values } = whoseRows(connection, by, allTables[by]!, person);
	return { sql: `${column} IN (SELECT ${by}.id FROM ${by} WHERE ${by}.tenant = ? AND (${sql}))`, values: [person.tenant, ...values] };
}

const join = (conditions: Condition[]): Condition =>
	conditions.length === 0
		? { sql: '1 = 0', values: [] }
		: { sql: conditions.map(({ sql }) => sql).join(' OR '), values: conditions.flatMap(({ values }) => values) };
