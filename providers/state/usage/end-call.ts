import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { CallOutcome, OpenEntry } from '../../../core/ports/usage';
import type { StateConnection, Value } from '../../database/state-database';
import type { Mark } from '../../../core/base/sealed-rows';
import type { SealedList } from '../sealed/sealed-list';
import { type CallCells, callColumns, endedText, openText, outcomeColumns, pick, toCallValues, toOutcomeValues } from './call-marks';

export interface LedgerSeal {
	list: SealedList;
	mark: Mark;
}

const assignments = outcomeColumns.map((column) => `${column} = ?`).join(', ');

/** Rolls the number back. */
const notOpen = () =>
	new TroupeError({
		code: 'INTERNAL',
		message: 'The call is not open any more.',
		fix: 'Try again.',
		retryable: true,
		details: { reason: 'not-open' },
	});

export const isNotOpen = (error: unknown): boolean => isTroupeError(error) && error.details.reason === 'not-open';

/** @throws TroupeError recognized by `isNotOpen` */
export async function endOpen(connection: StateConnection, entry: OpenEntry, outcome: CallOutcome, seal: LedgerSeal): Promise<void> {
	await end(connection, { id: entry.id, tenant: entry.scope.tenant, call: toCallValues(entry, entry.at) }, toOutcomeValues(outcome), seal);
}

/** Gives up an open call. A tampered one gets no mark, so that checks still report it. */
export async function giveUp(connection: StateConnection, row: CallCells, { list, mark }: LedgerSeal): Promise<void> {
	const call = pick(row, callColumns);
	const isWhole = row.mark === (await mark(openText(call)));
	const outcome = pick({ ...row, state: 'lost' }, outcomeColumns);
	await end(connection, { id: Number(row.id), tenant: String(row.tenant), call }, outcome, { list, mark: isWhole ? mark : async () => '' });
}

async function end(
	connection: StateConnection,
	{ id, tenant, call }: { id: number; tenant: string; call: Value[] },
	outcome: Value[],
	{ list, mark }: LedgerSeal,
): Promise<void> {
	const numbers = await list.take(connection, tenant, 1);
	const sealed = await mark(endedText(numbers.id, call, outcome));
	const changed = await connection.run(
		`UPDATE usage_call SET ${assignments}, number = ?, mark = ? WHERE id = ? AND state = 'open'`,
		...outcome,
		numbers.id,
		sealed,
		id,
	);
	if (changed === 0) throw notOpen();
	await list.seal(connection, tenant, numbers);
}

export async function endLost(connection: StateConnection, entry: OpenEntry, outcome: CallOutcome, { mark }: LedgerSeal): Promise<boolean> {
	const lost = await connection.get<{ number: number }>(`SELECT number FROM usage_call WHERE id = ? AND state = 'lost'`, entry.id);
	if (!lost) return false;
	const values = toOutcomeValues(outcome);
	const sealed = await mark(endedText(lost.number, toCallValues(entry, entry.at), values));
	const sql = `UPDATE usage_call SET ${assignments}, mark = ? WHERE id = ? AND state = 'lost'`;
	return (await connection.run(sql, ...values, sealed, entry.id)) > 0;
}
