import { everyTenant, type StateConnection, type StateDatabase, type Value } from '../../database/state-database';
import { type CheckedRecords, type MarkedRow, maxFaults, type RecordFault } from '../../../core/base/sealed-rows';
import { changeText, type SwitchSeal } from './switch-rows';

interface SwitchRow {
	tenant: string;
	target: string;
	is_on: number;
	reason: string | null;
	changed_at: number;
	changed_by: string;
}

const valuesOf = ({ target, is_on, reason, changed_at, changed_by }: SwitchRow): Value[] => [target, is_on, reason, changed_at, changed_by];

/** Begins the targets of notes of models, which switch nothing. */
export const modelsPrefix = 'models:';

/**
 * Checks that the changes of switches are those that the product recorded, and that what is off now follows from them: who deletes a switch in the
 * database lets agents run.
 * @param whose tenant, or `everyTenant` @param runsSince switches of runs from before it may be gone
 */
export async function checkSwitches(
	database: StateDatabase,
	whose: string,
	{ list }: SwitchSeal,
	runsSince: number,
): Promise<CheckedRecords> {
	const { records, faults } = await list.check(database, whose, readChanges);
	const [switches, last] = await database.read(whose, (connection) =>
		Promise.all([readSwitches(connection, whose), readLastChanges(connection, whose)]),
	);
	const held = new Map(switches.map((one) => [nameOf(one), one]));
	const found: RecordFault[] = [...faults];
	for (const change of last) {
		const stored = held.get(nameOf(change));
		held.delete(nameOf(change));
		const isOld = change.target.startsWith('run:') && change.changed_at < runsSince;
		const isGone = change.is_on === 1 || isOld;
		if (!stored && !isGone) found.push({ tenant: change.tenant, id: change.target, problem: 'removed' });
		if (stored && JSON.stringify(valuesOf(stored)) !== JSON.stringify(valuesOf(change)))
			found.push({ tenant: stored.tenant, id: stored.target, problem: 'changed' });
	}
	for (const { tenant, target } of held.values()) found.push({ tenant, id: target, problem: 'added' });
	return { records: records + switches.length, faults: found.slice(0, maxFaults) };
}

const nameOf = ({ tenant, target }: SwitchRow): string => JSON.stringify([tenant, target]);

async function readChanges(connection: StateConnection, tenant: string, after: number, limit: number): Promise<MarkedRow[]> {
	const rows = await connection.all<SwitchRow & { number: number; mark: string }>(
		'SELECT * FROM switch_change WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?',
		tenant,
		after,
		limit,
	);
	return rows.map((row) => ({ id: row.number, mark: row.mark, text: changeText(tenant, row.number, valuesOf(row)) }));
}

/** What is only counted about a tool holds nothing up, and has no change. */
const readSwitches = (connection: StateConnection, whose: string): Promise<SwitchRow[]> =>
	connection.all(
		"SELECT * FROM switch WHERE (tenant = ?1 OR ?1 = ?2) AND NOT (target LIKE 'tool:%' AND is_on = 1) ORDER BY tenant, target",
		whose,
		everyTenant,
	);

const readLastChanges = (connection: StateConnection, whose: string): Promise<SwitchRow[]> =>
	connection.all(
		`SELECT * FROM switch_change
		WHERE (tenant = ?1 OR ?1 = ?2) AND number = (SELECT max(number) FROM switch_change AS later WHERE later.tenant = switch_change.tenant AND later.target = switch_change.target)
		ORDER BY tenant, target`,
		whose,
		everyTenant,
	);
