import type { TakenContent, TakenWork, WorkQueue } from '../../../core/ports/work';
import type { WakeUps } from '../../../core/ports/wake-ups';
import { everyTenant, type StateConnection, type StateDatabase } from '../../../database/state-database';
import { takeWork } from './take-work';
import { finishWork, nextDueWork, renewWork, retryWork, tenantsWithDueWork } from './work-rows';

export interface WorkQueueOptions<Content> {
	/** Has the table `work` and the subject's own. */
	database: StateDatabase;
	kind: string;
	/** Milliseconds since the epoch, as the connection's machine has them. */
	now: (connection: StateConnection) => number;
	/** Work of one lane that processes do at the same time. Default: no max. */
	perLane?: number;
	/** Lists the lanes of a tenant whose work waits, such as that of channels that are paused. Default: none. */
	closedLanes?: (connection: StateConnection, tenant: string) => Promise<readonly string[]>;
	/** Reads what a process needs to do the work, in the transaction that takes it, and notes there that it began. Work without content ends. */
	begin: (connection: StateConnection, work: TakenWork, now: number) => Promise<Content | undefined>;
	/** Stores that the work failed for good, in the transaction that ends it. */
	giveUp?: (connection: StateConnection, work: TakenWork, reason: string, now: number) => Promise<void>;
	wakeUps: WakeUps;
	/** How often a watcher looks for work of processes that do not tell. Default a second. */
	pollMs?: number;
}

const topicOf = (kind: string): string => `work ${kind}`;

/** Tells the runners of a kind that there is work, after the transaction that added it. */
export const tellWork = (wakeUps: WakeUps, kind: string): void => wakeUps.wake(topicOf(kind));

/** Creates the queue of one kind on the database of its subject. */
export function createWorkQueue<Content>(options: WorkQueueOptions<Content>): WorkQueue<Content> {
	const { database, kind, now, perLane, closedLanes, begin, giveUp, wakeUps, pollMs = 1_000 } = options;
	/** The tenant that got the last turn. */
	let after: string | undefined;
	const change = <Result>(tenant: string, act: (connection: StateConnection) => Promise<Result>, isSynced = false) =>
		database.change(tenant, act, { synced: isSynced });
	return {
		async take(holder, { max, leaseMs, of }) {
			const tenant = of?.tenant ?? everyTenant;
			// Often asked, and rarely due: others need not wait for it.
			const isDue = await database.read(tenant, async (connection) => {
				const due = await tenantsWithDueWork(connection, kind, now(connection));
				return of ? due.includes(of.tenant) : due.length > 0;
			});
			if (!isDue) return [];
			const taken = await database.change(
				tenant,
				async (connection) => {
					const at = now(connection);
					const works = await takeWork(connection, { kind, holder, max, now: at, until: at + leaseMs, perLane, closedLanes, of, after });
					const begun: Array<TakenContent<Content>> = [];
					for (const work of works) {
						const content = await begin(connection, work, at);
						if (content === undefined) await finishWork(connection, work);
						else begun.push({ ...work, content });
					}
					return begun;
				},
				// A loss of power must not undo that an attempt began: what it did may be known outside.
				{ turn: topicOf(kind), synced: true },
			);
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
				true,
			),
		nextDue: () =>
			database.read(everyTenant, async (connection) => {
				const due = await nextDueWork(connection, kind);
				return due === undefined ? undefined : due - now(connection);
			}),
		watch: (wake) => wakeUps.listen(topicOf(kind), wake, pollMs),
	};
}
