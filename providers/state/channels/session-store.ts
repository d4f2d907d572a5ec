import type { SessionStore } from '../../../core/ports/channels/sessions';
import { createWorkQueue } from '../work/work-queue';
import { finishWork, isHeld } from '../work/work-rows';
import type { ChannelDatabase } from './channel-database';
import { conversationTurn } from './channel-schema';
import { beginSession, forgetSummary, sessionWork, updateSession } from './session-rows';

export function createSessionStore({ database, change, now, wakeUps, pollMs }: ChannelDatabase): SessionStore {
	return {
		ended: createWorkQueue({
			...{ database, kind: sessionWork, now, turnOf: conversationTurn, wakeUps, pollMs, begin: beginSession },
			giveUp: async (connection, work) => void (await forgetSummary(connection, work)),
		}),
		noteSummary: (work, summary) =>
			change(
				work.tenant,
				async (connection) => (await isHeld(connection, work)) && (await updateSession(connection, work, 'summary = ?', summary)) > 0,
			),
		end: (work) =>
			change(work.tenant, async (connection) => {
				if (await finishWork(connection, work)) return (await forgetSummary(connection, work)) > 0;
				return (await updateSession(connection, work, 'is_over = is_over')) > 0;
			}),
	};
}
