import type { FollowUps } from '../../../../core/ports/channels/follow-ups';
import { createWorkQueue } from '../../work/work-queue';
import { tellWork } from '../../work/work-watch';
import type { ChannelDatabase } from '../channel-database';
import { isPaused } from '../paused';
import { sendQueue } from '../send-rows';
import { beginFollowUp, followUpWork, sendFollowUp } from './follow-up-rows';

export const createFollowUps = ({ database, change, now, wakeUps, pollMs }: ChannelDatabase): FollowUps => ({
	due: createWorkQueue({ ...{ database, kind: followUpWork, now, wakeUps, pollMs }, waits: isPaused, begin: beginFollowUp }),
	async send(work, content) {
		const isStored = await change(work.tenant, (connection, time, hashName) =>
			sendFollowUp(connection, work, content, { now: time, hashName }),
		);
		if (isStored) tellWork(wakeUps, sendQueue.kind);
		return isStored;
	},
});
