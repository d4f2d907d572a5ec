import type { AwaitedRun } from '../../../core/ports/channels/mailbox';
import type { TakenWork, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork } from '../work/work-rows';
import { type ConversationRow, findConversation, sessionName, sessionOf, toConversation } from './conversation-rows';

/** The works that answer customers whose run waits for a person. Their keys name the session in which it began and the turn; each channel is a lane. */
export const awaitedWork: WorkKindName = 'awaited-run';

/** People need longer. */
const firstLookMs = 5_000;

export const awaitRun = (connection: StateConnection, row: ConversationRow, turn: string, now: number): Promise<unknown> =>
	addWork(connection, {
		...{ tenant: row.tenant, kind: awaitedWork, lane: row.channel, dueAt: now + firstLookMs },
		key: `${sessionName(row)} ${turn}`,
	});

/** Reads the turn of such a work; undefined where its contact was forgotten. */
export async function beginAwaited(connection: StateConnection, { tenant, key }: TakenWork): Promise<AwaitedRun | undefined> {
	const [session, turn] = key.split(' ') as [string, string];
	const row = await findConversation(connection, tenant, sessionOf(session)[0]);
	return row && { turn, conversation: { ...toConversation(row), session } };
}
