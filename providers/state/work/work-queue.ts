import type { TakeLimits, TakenContent, TakenWork, WorkFilter, WorkQueue } from '../../../core/ports/work';
import { textsOf } from '../../database/in-list';
import { type ChangeOptions, everyTenant, type StateConnection } from '../../database/state-database';
import { type Watched, watchWork } from './work-watch';
import { countHeldOfLanes, countHeldOfTenants, lanesWithDueWork, nextDueWork, tenantsWithDueWork } from './due-work';
import { isUnreadableRow } from './unreadable-row';
import { finishWork, renewWork, retryWork } from './work-rows';

interface Taking {
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
async function takeWork(connection: StateConnection, taking: Taking): Promise<TakenWork[]> {
	const { tenant, kind, holder } = taking;
	const chosen = await choose(connection, taking);
	const taken = await hold(connection, chosen, taking);
	return chosen
		.filter(({ key }) => taken.has(key))
		.map(({ attempts, lost, dueAt, trace, ...work }) => ({
			tenant,
			kind,
			holder,
			...work,
			attempts: Number(attempts) + 1,
			lost: Number(lost),
			dueAt: Number(dueAt),
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
		kind,
		tenant,
		lane,
		dueBy,
		max,
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
		until,
		holder,
		tenant,
		kind,
		JSON.stringify(chosen.map(({ key }) => key)),
		dueBy,
	);
	return new Set(rows.map(({ key }) => key));
}

/** The database has table `work` and the subject's own. */
export interface WorkQueueOptions<Content> extends Watched {
	/** Max concurrent work per lane. Default: no max. */
	perLane?: number;
	/** SQL condition on `work` that holds back due work, such as a paused channel. */
	waits?: string;
	/** Holds back work due at or after this time; milliseconds since the epoch. Called before any read. */
	dueBefore?: () => Promise<number | undefined>;
	/** The turn that changes the rows of `begin`. Default: the kind's own. */
	turnOf?: (tenant: string) => string;
	/** Reads the work's content and notes the start, in the taking transaction. Work without content ends. */
	begin: (connection: StateConnection, work: TakenWork, now: number) => Promise<Content | undefined>;
	/** Stores permanent failure in the ending transaction, also for rows that `begin` cannot open on any host. */
	giveUp?: (connection: StateConnection, work: TakenWork, reason: string, now: number) => Promise<void>;
}

export function createWorkQueue<Content>(options: WorkQueueOptions<Content>): WorkQueue<Content> {
	const { database, kind, now, dueBefore, turnOf, giveUp } = options;
	const takeOf = createTaking(options);
	let after = '';
	const change = <Result>(tenant: string, act: (connection: StateConnection) => Promise<Result>, how: ChangeOptions = {}) =>
		database.change(tenant, act, how);
	return {
		async take(holder, { max, leaseMs, of, maxOf = () => Infinity, closed = [] }) {
			if (max <= 0 || of?.length === 0) return [];
			const before = (await dueBefore?.()) ?? Infinity;
			// Often checked and rarely due: others need not wait for it.
			const due = await database.read(of?.length === 1 ? of[0]!.tenant : everyTenant, (connection) =>
				findTenantsInTurn(connection, { kind, now: now(connection), before, after }),
			);
			const open = due.filter((tenant) => maxOf(tenant) > 0);
			const filters = open.flatMap((tenant): WorkFilter[] => (of ? of.filter((one) => one.tenant === tenant) : [{ tenant }]));
			const taken: Array<TakenContent<Content>> = [];
			const faults: unknown[] = [];
			for (const [index, filter] of filters.entries()) {
				// Unused shares go to later tenants, or to the next look.
				const share = Math.min(Math.ceil((max - taken.length) / (filters.length - index)), maxOf(filter.tenant));
				if (share <= 0) break;
				try {
					taken.push(...(await takeOf(filter, { holder, max: share, leaseMs, before, closed })));
				} catch (fault) {
					faults.push(fault); // others are still served; a later look meets the fault again
				}
			}
			if (taken.length === 0 && faults.length > 0) throw faults[0];
			after = taken.at(-1)?.tenant ?? after;
			return taken;
		},
		renew: (work, leaseMs) => change(work.tenant, (connection) => renewWork(connection, work, now(connection) + leaseMs)),
		retry: (work, afterMs) => change(work.tenant, (connection) => retryWork(connection, work, now(connection) + afterMs)),
		finish: (work) => change(work.tenant, (connection) => finishWork(connection, work)),
		giveUp: (work, reason) =>
			change(
				work.tenant,
				async (connection) => {
					if (!(await finishWork(connection, work))) return false;
					await giveUp?.(connection, work, reason, now(connection));
					return true;
				},
				{ turn: turnOf?.(work.tenant), synced: true },
			),
		nextDue: () =>
			database.read(everyTenant, async (connection) => {
				const due = await nextDueWork(connection, kind);
				return due === undefined ? undefined : due - now(connection);
			}),
		watch: (wake) => watchWork(options, wake),
	};
}

/** Orders tenants with due work: fewest running first, then round robin. */
async function findTenantsInTurn(
	connection: StateConnection,
	{ kind, now, before, after }: { kind: string; now: number; before: number; after: string },
): Promise<string[]> {
	const due = await tenantsWithDueWork(connection, kind, Math.min(now, before - 1));
	if (due.length <= 1) return due;
	const held = await countHeldOfTenants(connection, kind, now);
	const inTurn = [...due.filter((tenant) => tenant > after), ...due.filter((tenant) => tenant <= after)];
	return inTurn.sort((one, other) => (held.get(one) ?? 0) - (held.get(other) ?? 0));
}

function createTaking<Content>({ database, kind, now, perLane, waits, turnOf, begin, giveUp }: WorkQueueOptions<Content>) {
	/** One unreadable row must not undo taking the others. */
	const beginOrGiveUp = async (connection: StateConnection, work: TakenWork, at: number): Promise<Content | undefined> => {
		try {
			return await begin(connection, work, at);
		} catch (fault) {
			if (giveUp === undefined || !isUnreadableRow(fault)) throw fault;
			return void (await giveUp(connection, work, fault.message, at));
		}
	};
	const last = new Map<string, string>();
	return async (
		{ tenant, lanes }: WorkFilter,
		{ holder, max, leaseMs, before, closed }: Required<Pick<TakeLimits, 'max' | 'leaseMs' | 'closed'>> & { holder: string; before: number },
	): Promise<Array<TakenContent<Content>>> => {
		const taken = await database.change(
			tenant,
			async (connection) => {
				const at = now(connection);
				const without = closed.filter((one) => one.tenant === tenant).map(({ lane }) => lane);
				const taking = { tenant, lanes, without, kind, holder, max, now: at, dueBy: Math.min(at, before - 1), until: at + leaseMs };
				const works = await takeWork(connection, { ...taking, perLane, waits, after: last.get(tenant) });
				const begun: Array<TakenContent<Content>> = [];
				for (const work of works) {
					const content = await beginOrGiveUp(connection, work, at);
					if (content === undefined) await finishWork(connection, work);
					else begun.push({ ...work, content });
				}
				return begun;
			},
			// Power loss must not undo a started attempt: its effects may be known outside.
			{ turn: turnOf?.(tenant) ?? `work ${kind} ${tenant}`, synced: true },
		);
		if (taken.length > 0) last.set(tenant, taken.at(-1)!.lane);
		return taken;
	};
}
