import type { TakenWork } from '../../../core/ports/work';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { countHeldOfLanes, lanesWithDueWork } from './due-work';

export interface Taking {
	tenant: string;
	kind: string;
	holder: string;
	max: number;
	/** Takes work due by then; milliseconds since the epoch. */
	dueBy: number;
	/** Leases that end later still hold; equal to `dueBy` or later. */
	now: number;
	until: number;
	perLane?: number;
	waits?: string;
	lanes?: readonly string[];
	without?: readonly string[];
	/** The lane of the last turn; later ones come first. */
	after?: string;
}

type Candidate = Pick<TakenWork, 'key' | 'lane' | 'attempts' | 'lost' | 'dueAt'> & { trace: string | null };

/**
 * Takes a tenant's due work. Lanes with the least running work come first, so one backlog delays no other. Concurrent calls for a tenant and kind
 * need a turn.
 */
export async function takeWork(connection: StateConnection, taking: Taking): Promise<TakenWork[]> {
	const { tenant, kind, holder } = taking;
	const chosen = await choose(connection, taking);
	const taken = await hold(connection, chosen, taking);
	return chosen
		.filter(({ key }) => taken.has(key))
		.map(({ attempts, lost, dueAt, trace, ...work }) => ({
			...{ tenant, kind, holder, ...work },
			...{ attempts: Number(attempts) + 1, lost: Number(lost), dueAt: Number(dueAt) },
			...(trace !== null && { trace }),
		}));
}

async function choose(connection: StateConnection, taking: Taking): Promise<Candidate[]> {
	const { tenant, kind, max, now, dueBy, perLane = Infinity, lanes, without, after = '' } = taking;
	const due = (await lanesWithDueWork(connection, tenant, kind, dueBy)).filter(
		(lane) => (lanes?.includes(lane) ?? true) && !without?.includes(lane),
	);
	if (due.length === 0) return [];
	const held = await countHeldOfLanes(connection, tenant, kind, now);
	const heldOf = (lane: string) => held.get(lane) ?? 0;
	const inTurn = [...due.filter((lane) => lane > after), ...due.filter((lane) => lane <= after)].filter((lane) => heldOf(lane) < perLane);
	const waiting = new Map<string, Candidate[]>();
	const chosen: Candidate[] = [];
	while (chosen.length < max && inTurn.length > 0) {
		const lane = inTurn.reduce((first, other) => (heldOf(other) < heldOf(first) ? other : first));
		if (!waiting.has(lane)) waiting.set(lane, await findCandidates(connection, lane, taking));
		const next = waiting.get(lane)!.shift();
		if (next) {
			held.set(lane, heldOf(lane) + 1);
			chosen.push(next);
		}
		if (next === undefined || heldOf(lane) >= perLane) inTurn.splice(inTurn.indexOf(lane), 1);
	}
	return chosen;
}

/** Due work with a holder was lost by it. */
const lostNow = 'CASE WHEN holder IS NULL THEN lost ELSE lost + 1 END';

const findCandidates = (connection: StateConnection, lane: string, { tenant, kind, dueBy, max, waits }: Taking): Promise<Candidate[]> =>
	connection.all<Candidate>(
		`SELECT key, lane, due_at AS "dueAt", attempts, ${lostNow} AS lost, trace FROM work WHERE kind = ? AND tenant = ? AND lane = ? AND due_at <= ?
		${waits === undefined ? '' : `AND NOT (${waits})`} ORDER BY due_at, key LIMIT ?`,
		...[kind, tenant, lane, dueBy, max],
	);

/** Marks work still due as held. @returns their keys */
async function hold(
	connection: StateConnection,
	chosen: Candidate[],
	{ tenant, kind, holder, dueBy, until }: Taking,
): Promise<Set<string>> {
	if (chosen.length === 0) return new Set();
	const rows = await connection.all<{ key: string }>(
		`UPDATE work SET due_at = ?1, holder = ?2, attempts = attempts + 1, lost = ${lostNow}, again_at = NULL
		WHERE tenant = ?3 AND kind = ?4 AND key IN ${textsOf(connection, '?5')} AND due_at <= ?6 RETURNING key`,
		...[until, holder, tenant, kind, JSON.stringify(chosen.map(({ key }) => key)), dueBy],
	);
	return new Set(rows.map(({ key }) => key));
}
