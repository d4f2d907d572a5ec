import { toDay } from '../../../core/base/iso-time';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { type CheckedRecords, type MarkedRow, maxFaults, type RecordFault } from '../../../core/base/sealed-rows';
import { dayText } from './add-days';
import { type CallCells, callColumns, endedText, openText, outcomeColumns, pick } from './call-marks';
import type { LedgerSeal } from './end-call';

/** Checks that calls and daily totals are the product's. @param whose tenant, or `everyTenant` */
export async function checkLedger(database: StateDatabase, whose: string, { list, mark }: LedgerSeal): Promise<CheckedRecords> {
	const ended = await list.check(database, whose, readEnded);
	const others: RecordFault[] = [];
	const [open, days, counts] = await database.read(whose, (connection) =>
		Promise.all([readOpen(connection, whose), readDays(connection, whose), countDays(connection, whose)]),
	);
	for (const row of open)
		if (row.mark !== (await mark(openText(pick(row, callColumns))))) others.push(faultOf(row, `open call ${String(row.id)}`));
	for (const row of days) if (row.mark !== (await mark(dayText(row)))) others.push(faultOf(row, nameDay(row)));
	for (const { tenant, calls, removed } of counts)
		if (Number(calls) !== Number(removed))
			others.push({ tenant, id: 'days', problem: Number(calls) < Number(removed) ? 'removed' : 'added' });
	const faults = [...ended.faults, ...others].slice(0, maxFaults);
	return { records: ended.records + open.length + days.length, faults };
}

const faultOf = ({ tenant }: CallCells, id: string): RecordFault => ({ tenant: String(tenant), id, problem: 'changed' });
const nameDay = ({ day, agent, provider, model }: CallCells): string =>
	[toDay(Number(day)), agent, `${String(provider)}:${String(model)}`].filter(Boolean).join(' ');

async function readEnded(connection: StateConnection, tenant: string, after: number, limit: number): Promise<MarkedRow[]> {
	const rows = await connection.all<CallCells>(
		'SELECT * FROM usage_call WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?',
		...[tenant, after, limit],
	);
	return rows.map((row) => {
		const id = Number(row.number);
		return { id, mark: String(row.mark), text: endedText(id, pick(row, callColumns), pick(row, outcomeColumns)) };
	});
}

const readOpen = (connection: StateConnection, whose: string): Promise<CallCells[]> =>
	connection.all('SELECT * FROM usage_call WHERE number IS NULL AND (tenant = ?1 OR ?1 = ?2) ORDER BY id', whose, everyTenant);

const readDays = (connection: StateConnection, whose: string): Promise<CallCells[]> =>
	connection.all('SELECT * FROM usage_day WHERE tenant = ?1 OR ?1 = ?2 ORDER BY tenant, day', whose, everyTenant);

const countDays = (connection: StateConnection, whose: string): Promise<Array<{ tenant: string; calls: number; removed: number }>> =>
	connection.all(
		`SELECT last_call.tenant, first - 1 AS removed, COALESCE((SELECT SUM(calls) FROM usage_day WHERE usage_day.tenant = last_call.tenant), 0) AS calls
		FROM last_call WHERE last_call.tenant = ?1 OR ?1 = ?2`,
		...[whose, everyTenant],
	);
