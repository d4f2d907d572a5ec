import type { RecordLog, RunNotice, WakeUps } from '../../../core/ports';
import { everyTenant, type StateConnection, type StateDatabase } from '../../../database/state-database';
import { findTimedOut, lastNotices, noteAttempt, noteTimedOut, type NoticeToSend, readNotices, takeNotices } from './run-notices';

/** The notices of runs that wait for people: to follow, and to send once. */
export interface NoticeLog extends RecordLog<RunNotice> {
	/** Adds the notices of runs about which nobody decided in time, of all tenants. */
	noteTimedOut(): Promise<void>;
	/** Takes notices of all tenants that must be sent, for this process alone until `leaseMs` have passed. */
	take(max: number, leaseMs: number): Promise<NoticeToSend[]>;
	/** @param againAfterMs undefined if it was sent, or is given up */
	attempted(sent: NoticeToSend, againAfterMs?: number): Promise<void>;
}

interface NoticeLogOptions {
	now: (connection: StateConnection) => number;
	wakeUps: WakeUps;
	/** How often a watcher looks for notices of other processes that do not tell. */
	pollMs: number;
}

const topicOf = (tenant = everyTenant) => `runs ${tenant}`;

/** Tells those who follow a tenant's notices. */
export function tellNotices(wakeUps: WakeUps, tenant: string): void {
	for (const topic of [topicOf(tenant), topicOf()]) wakeUps.wake(topic);
}

export function createNoticeLog(database: StateDatabase, { now, wakeUps, pollMs }: NoticeLogOptions): NoticeLog {
	const last = (whose: string) => database.read(whose, (connection) => lastNotices(connection, whose));
	return {
		read: (tenant, after, limit) => database.read(tenant, (connection) => readNotices(connection, tenant, after, limit)),
		last: async (tenant) => (await last(tenant))[tenant] ?? 0,
		lastOfEach: () => last(everyTenant),
		watch: (tenant, wake) => wakeUps.listen(topicOf(tenant), wake, pollMs),
		async noteTimedOut() {
			// Often asked, and rarely due: others need not wait for it.
			if ((await database.read(everyTenant, (connection) => findTimedOut(connection, now(connection)))).length === 0) return;
			const tenants = await database.change(everyTenant, (connection) => noteTimedOut(connection, now(connection)), { turn: 'expired' });
			for (const tenant of tenants) tellNotices(wakeUps, tenant);
		},
		take: (max, leaseMs) =>
			database.change(
				everyTenant,
				(connection) => takeNotices(connection, { now: now(connection), until: now(connection) + leaseMs, max }),
				{ turn: 'notices' },
			),
		attempted: ({ tenant, notice: { id } }, againAfterMs) =>
			database.change(tenant, (connection) => {
				const time = now(connection);
				return noteAttempt(connection, { tenant, id, now: time, ...(againAfterMs !== undefined && { tryAt: time + againAfterMs }) });
			}),
	};
}
