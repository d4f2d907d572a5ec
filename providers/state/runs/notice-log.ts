import type { RecordLog } from '../../../core/ports/records';
import type { RunNotice } from '../../../core/ports/runs/runs';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { WorkQueue } from '../../../core/ports/work';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { createWorkQueue } from '../work/work-queue';
import { tellWork } from '../work/work-watch';
import { findTimedOut, lastNotices, noteTimedOut, type NoticeToSend, noticeWork, readNotice, readNotices } from './run-notices';

export interface NoticeLog extends RecordLog<RunNotice> {
	noteTimedOut(): Promise<void>;
	queue: WorkQueue<NoticeToSend>;
}

interface NoticeLogOptions {
	now: (connection: StateConnection) => number;
	wakeUps: WakeUps;
	/** Poll interval for processes without wake-ups. */
	pollMs: number;
}

const topicOf = (tenant = everyTenant) => `runs ${tenant}`;

export function tellNotices(wakeUps: WakeUps, tenant: string): void {
	for (const topic of [topicOf(tenant), topicOf()]) wakeUps.wake(topic);
	tellWork(wakeUps, noticeWork);
}

export function createNoticeLog(database: StateDatabase, { now, wakeUps, pollMs }: NoticeLogOptions): NoticeLog {
	const last = (whose: string) => database.read(whose, (connection) => lastNotices(connection, whose));
	return {
		read: (tenant, after, limit) => database.read(tenant, (connection) => readNotices(connection, tenant, after, limit)),
		last: async (tenant) => (await last(tenant))[tenant] ?? 0,
		lastOfEach: () => last(everyTenant),
		watch: (tenant, wake) => wakeUps.listen(topicOf(tenant), wake, pollMs),
		async noteTimedOut() {
			// Often checked and rarely due: others need not wait for it.
			if ((await database.read(everyTenant, (connection) => findTimedOut(connection, now(connection)))).length === 0) return;
			const tenants = await database.change(everyTenant, (connection) => noteTimedOut(connection, now(connection)), { turn: 'expired' });
			for (const tenant of tenants) tellNotices(wakeUps, tenant);
		},
		queue: createWorkQueue({
			database,
			kind: noticeWork,
			now,
			wakeUps,
			pollMs,
			begin: (connection, { tenant, key }) => readNotice(connection, tenant, Number(key)),
		}),
	};
}
