import type { TakeLimits, TakenContent, TakenWork, WorkFilter, WorkQueue } from '../../../core/ports/work';
import { type ChangeOptions, everyTenant, type StateConnection } from '../../database/state-database';
import { takeWork } from './take-work';
import { type Watched, watchWork } from './work-watch';
import { countHeldOfTenants, nextDueWork, tenantsWithDueWork } from './due-work';
import { isUnreadableRow } from './unreadable-row';
import { finishWork, renewWork, retryWork } from './work-rows';

/** The database has the table `work` and the subject's own. */
export interface WorkQueueOptions<Content> extends Watched {
	/** Work of one lane that processes do at the same time. Default: no max. */
	perLane?: number;
	/** A condition in SQL on a row of `work`, under which it waits although it is due, such as that its channel is paused. */
	waits?: string;
	/** Work waits that was due at this time or later; milliseconds since the epoch. Asked before anything is read. */
	dueBefore?: () => Promise<number | undefined>;
	/** The turn in which the subject changes the rows of a tenant that `begin` changes too. Default: a turn of the kind's own. */
	turnOf?: (tenant: string) => string;
	/** Reads what a process needs to do the work, in the transaction that takes it, and notes there that it began. Work without content ends. */
	begin: (connection: StateConnection, work: TakenWork, now: number) => Promise<Content | undefined>;
	/** Stores that the work failed for good, in the transaction that ends it, also where `begin` finds a row that no host can open. */
	giveUp?: (connection: StateConnection, work: TakenWork, reason: string, now: number) => Promise<void>;
}

/** Creates the queue of one kind on the database of its subject. */
export function createWorkQueue<Content>(options: WorkQueueOptions<Content>): WorkQueue<Content> {
	const { database, kind, now, dueBefore, turnOf, giveUp } = options;
	const takeOf = createTaking(options);
	/** The tenant that got the last turn. */
	let after = '';
	const change = <Result>(tenant: string, act: (connection: StateConnection) => Promise<Result>, how: ChangeOptions = {}) =>
		database.change(tenant, act, how);
	return {
		async take(holder, { max, leaseMs, of, maxOf = () => Infinity, closed = [] }) {
			if (max <= 0 || of?.length === 0) return [];
			const before = (await dueBefore?.()) ?? Infinity;
			// Often asked, and rarely due: others need not wait for it.
			const due = await database.read(of?.length === 1 ? of[0]!.tenant : everyTenant, (connection) =>
				findTenantsInTurn(connection, { kind, now: now(connection), before, after }),
			);
			const open = due.filter((tenant) => maxOf(tenant) > 0);
			const filters = open.flatMap((tenant): WorkFilter[] => (of ? of.filter((one) => one.tenant === tenant) : [{ tenant }]));
			const taken: Array<TakenContent<Content>> = [];
			const faults: unknown[] = [];
			for (const [index, filter] of filters.entries()) {
				// What a tenant leaves of its share is for those after it, or for the next look.
				const share = Math.min(Math.ceil((max - taken.length) / (filters.length - index)), maxOf(filter.tenant));
				if (share <= 0) break;
				try {
					taken.push(...(await takeOf(filter, { holder, max: share, leaseMs, before, closed })));
				} catch (fault) {
					faults.push(fault); // the others are served nevertheless; a later look meets the fault again
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

/** Returns those who have work that is due. The tenant with the fewest works at the moment comes first, then the one after the last. */
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

/** Takes work of one tenant, with its content. */
function createTaking<Content>({ database, kind, now, perLane, waits, turnOf, begin, giveUp }: WorkQueueOptions<Content>) {
	/** One row that cannot be opened must not undo that the others are taken. */
	const beginOrGiveUp = async (connection: StateConnection, work: TakenWork, at: number): Promise<Content | undefined> => {
		try {
			return await begin(connection, work, at);
		} catch (fault) {
			if (giveUp === undefined || !isUnreadableRow(fault)) throw fault;
			return void (await giveUp(connection, work, fault.message, at));
		}
	};
	/** By tenant, the lane that got the last turn. */
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
			// A loss of power must not undo that an attempt began: what it did may be known outside.
			{ turn: turnOf?.(tenant) ?? `work ${kind} ${tenant}`, synced: true },
		);
		if (taken.length > 0) last.set(tenant, taken.at(-1)!.lane);
		return taken;
	};
}
