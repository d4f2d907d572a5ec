import { everyTenant, type StateConnection, type StateDatabase, type Value } from '../../database/state-database';
import { type CheckedRecords, type MarkedRow, maxFaults, type RecordFault } from '../../../core/base/sealed-rows';
import { changeText, type FlagSeal, isStop } from './flag-rows';

interface FlagRow {
	tenant: string;
	name: string;
	is_on: number;
	reason: string | null;
	changed_at: number;
	changed_by: string;
}

const valuesOf = ({ name, is_on, reason, changed_at, changed_by }: FlagRow): Value[] => [name, is_on, reason, changed_at, changed_by];

/** Begins the names of notes of models, which switch nothing. */
export const modelsPrefix = 'models:';

/**
 * Checks that the changes of flags and stops are those that the product recorded, and that what holds now follows from them: who deletes a stop in
 * the database lets agents run.
 * @param whose tenant, or `everyTenant` @param runsSince stops of runs from before it may be gone
 */
export async function checkFlags(database: StateDatabase, whose: string, { list }: FlagSeal, runsSince: number): Promise<CheckedRecords> {
	const { records, faults } = await list.check(database, whose, readChanges);
	const [flags, last] = await database.read(whose, (connection) =>
		Promise.all([readFlags(connection, whose), readLastChanges(connection, whose)]),
	);
	const held = new Map(flags.map((flag) => [nameOf(flag), flag]));
	const found: RecordFault[] = [...faults];
	for (const change of last) {
		const flag = held.get(nameOf(change));
		held.delete(nameOf(change));
		const isOld = change.name.startsWith('run:') && change.changed_at < runsSince;
		const isGone = change.name.startsWith(modelsPrefix) || (change.is_stop === 1 && (change.is_on === 1 || isOld));
		if (!flag && !isGone) found.push({ tenant: change.tenant, id: change.name, problem: 'removed' });
		if (flag && JSON.stringify(valuesOf(flag)) !== JSON.stringify(valuesOf(change)))
			found.push({ tenant: flag.tenant, id: flag.name, problem: 'changed' });
	}
	for (const { tenant, name } of held.values()) found.push({ tenant, id: name, problem: 'added' });
	return { records: records + flags.length, faults: found.slice(0, maxFaults) };
}

const nameOf = ({ tenant, name }: FlagRow): string => JSON.stringify([tenant, name]);

async function readChanges(connection: StateConnection, tenant: string, after: number, limit: number): Promise<MarkedRow[]> {
	const rows = await connection.all<FlagRow & { number: number; mark: string }>(
		'SELECT * FROM flag_change WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?',
		...[tenant, after, limit],
	);
	return rows.map((row) => ({ id: row.number, mark: row.mark, text: changeText(tenant, row.number, valuesOf(row)) }));
}

/** What is only counted about a tool holds nothing up, and has no change. */
const readFlags = (connection: StateConnection, whose: string): Promise<FlagRow[]> =>
	connection.all(
		"SELECT * FROM flag WHERE (tenant = ?1 OR ?1 = ?2) AND NOT (name LIKE 'tool:%' AND is_on = 1) ORDER BY tenant, name",
		...[whose, everyTenant],
	);

const readLastChanges = (connection: StateConnection, whose: string): Promise<Array<FlagRow & { is_stop: number }>> =>
	connection.all(
		`SELECT flag_change.*, CASE WHEN ${isStop} THEN 1 ELSE 0 END AS is_stop FROM flag_change
		WHERE (tenant = ?1 OR ?1 = ?2) AND number = (SELECT max(number) FROM flag_change AS later WHERE later.tenant = flag_change.tenant AND later.name = flag_change.name)
		ORDER BY tenant, name`,
		...[whose, everyTenant],
	);
