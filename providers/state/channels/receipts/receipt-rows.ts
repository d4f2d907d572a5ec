import { withTraceContext } from '../../../../core/base/trace-context';
import { maskReason } from '../../../../core/conversations/outbox/mask-reason';
import type { EndedReceipt, ReceiptFilter, ReceivedRequest, TakenReceipt } from '../../../../core/ports/channels/receipts';
import type { TakenWork, WorkKindName } from '../../../../core/ports/work';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { toCondition } from '../../../database/to-condition';
import { addEvent } from '../../events/event-rows';
import { addWork, finishWork, planWork } from '../../work/work-rows';
import { openRow, type RequestKey } from '../sealed/request-text';

/** Works that apply receipts. Keys and lanes: channels. */
export const receiptWork: WorkKindName = 'channel-receipt';

/** Includes the name, which opening a request needs. */
export const receiptFacts = `tenant, id, channel, name, stored, received_at AS "receivedAt", state, attempts, reason, ended_at AS "endedAt"`;

export interface NewReceipt extends ReceivedRequest {
	id: string;
	/** Storage time in milliseconds since the epoch; receipts are taken in this order. */
	at: number;
}

/** Adds receipts in one statement, ignoring known ones. PostgreSQL's JSON accepts no lone surrogate. */
export async function insertReceipts(connection: StateConnection, receipts: readonly NewReceipt[]): Promise<void> {
	const rows = connection.dialect === 'sqlite' ? 'json_each(?)' : 'jsonb_array_elements(?::jsonb)';
	// Without WHERE, SQLite reads ON CONFLICT after SELECT as a join condition.
	await connection.run(
		`INSERT INTO receipt (tenant, id, channel, name, stored, received_at, trace, state, attempts, try_at)
		SELECT value ->> 'tenant', value ->> 'id', value ->> 'channel', value ->> 'key', value ->> 'stored',
			CAST(value ->> 'receivedAt' AS BIGINT), value ->> 'trace', 'received', 0, CAST(value ->> 'at' AS BIGINT)
		FROM ${rows} WHERE true ON CONFLICT (tenant, channel, name) DO NOTHING`,
		JSON.stringify(receipts.map(({ key, stored, ...rest }) => ({ ...rest, key: key.toWellFormed(), stored: stored.toWellFormed() }))),
	);
	// A fixed order prevents deadlocks between processes.
	const channels = Map.groupBy(receipts, ({ tenant, channel }) => JSON.stringify([tenant, channel]));
	for (const [, [oldest]] of [...channels].sort(([one], [other]) => (one < other ? -1 : 1)))
		await planReceipts(connection, oldest!.tenant, oldest!.channel, oldest!.at);
}

const nameWork = (tenant: string, channel: string) => ({ tenant, kind: receiptWork, key: channel, lane: channel });

/** Plans work for a channel's receipts, outside any trace: each receipt has its own. */
export const planReceipts = (connection: StateConnection, tenant: string, channel: string, dueAt: number): Promise<void> =>
	withTraceContext(undefined, () => planWork(connection, { ...nameWork(tenant, channel), dueAt }, { orEarlier: true }));

const takenAtOnce = 16;
/** After this many crashes a receipt is applied alone, so that others taken with it are not given up. */
const triedTogether = 3;
const aloneMs = { first: 10_000, max: 300_000 };
const endedAlone = 'The process ended while it applied the receipt.';

/** Takes a channel's next receipts. A receipt present at crashes comes alone and, after another crash, after the others. */
export async function beginReceipts(connection: StateConnection, work: TakenWork, now: number): Promise<TakenReceipt[] | undefined> {
	const { tenant, key: channel } = work;
	const due = await connection.all<TakenReceipt & RequestKey>(
		`SELECT ${receiptFacts}, trace FROM receipt WHERE tenant = ? AND channel = ? AND try_at <= ? ORDER BY try_at, id LIMIT ${takenAtOnce}`,
		tenant,
		channel,
		now,
	);
	if (due.length === 0) {
		const next = await findNext(connection, tenant, channel);
		return next === undefined ? undefined : void (await addWork(connection, { ...nameWork(tenant, channel), dueAt: next }));
	}
	const [first] = due;
	const suspect = due.findIndex(({ attempts }) => attempts >= triedTogether);
	const taken = suspect === 0 ? [first!] : due.slice(0, suspect === -1 ? due.length : suspect);
	const ids = JSON.stringify(taken.map(({ id }) => id));
	const alone = suspect === 0 ? `, try_at = ${now + waitAlone(first!.attempts)}` : '';
	// Turns wait for receipts, but not for one that crashed alone.
	const isSuspected = suspect === 0 && first!.attempts > triedTogether;
	await connection.run(
		`UPDATE receipt SET attempts = attempts + 1${alone}${isSuspected ? ', reason = COALESCE(reason, ?)' : ''}
		WHERE tenant = ? AND id IN ${textsOf(connection)}`,
		...(isSuspected ? [endedAlone] : []),
		tenant,
		ids,
	);
	const opened: TakenReceipt[] = [];
	for (const receipt of taken) opened.push({ ...(await openRow(connection, receipt)), attempts: receipt.attempts + 1 });
	return opened;
}

const waitAlone = (attempts: number): number => Math.min(aloneMs.first * 2 ** (attempts - triedTogether), aloneMs.max);

export async function endReceipts(
	connection: StateConnection,
	work: TakenWork,
	ended: readonly EndedReceipt[],
	now: number,
): Promise<void> {
	if (!(await finishWork(connection, work))) return;
	for (const { id, end } of ended) await endReceipt(connection, work, { id, end }, now);
	const next = await findNext(connection, work.tenant, work.key);
	if (next !== undefined) await planReceipts(connection, work.tenant, work.key, Math.max(next, now));
}

async function endReceipt(connection: StateConnection, { tenant, key: channel }: TakenWork, { id, end }: EndedReceipt, now: number) {
	if (end.kind === 'returned') {
		await connection.run(
			'UPDATE receipt SET attempts = attempts - 1, try_at = ? WHERE tenant = ? AND id = ? AND try_at IS NOT NULL AND attempts > 0',
			now,
			tenant,
			id,
		);
		return;
	}
	const isOver = end.kind !== 'retry';
	const changed = await connection.run(
		'UPDATE receipt SET state = ?, try_at = ?, reason = ?, ended_at = ? WHERE tenant = ? AND id = ? AND try_at IS NOT NULL',
		isOver ? end.kind : 'received',
		isOver ? null : now + end.afterMs,
		end.reason ?? null,
		isOver ? now : null,
		tenant,
		id,
	);
	if (end.kind !== 'dead' || changed === 0) return;
	// A replayed receipt that is given up again is another event.
	const data = { channel, receipt: id, reason: maskReason(end.reason) };
	await addEvent(connection, tenant, { type: 'channel.receipt.failed', data, key: `receipt ${id} ${now}` }, now);
}

async function findNext(connection: StateConnection, tenant: string, channel: string): Promise<number | undefined> {
	const next = await connection.get<{ at: number | null }>(
		'SELECT min(try_at) AS at FROM receipt WHERE tenant = ? AND channel = ? AND try_at IS NOT NULL',
		tenant,
		channel,
	);
	return next?.at === null || next === undefined ? undefined : Number(next.at);
}

export const filterReceipts = (tenant: string, { channel, state, from, to, before }: ReceiptFilter) =>
	toCondition({
		'tenant = ?': tenant,
		'channel = ?': channel,
		'state = ?': state,
		'received_at >= ?': from,
		'received_at < ?': to,
		'id < ?': before,
	});
