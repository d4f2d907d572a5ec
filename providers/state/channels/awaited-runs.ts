import { nameRunEnd } from '../../../core/conversations/mailbox/name-turn-run';
import type { AwaitedRun } from '../../../core/ports/channels/mailbox';
import type { TakenWork, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork, cancelWork } from '../work/work-rows';
import { answers } from './message-answers';
import { planWait } from './people/wait-works';
import { type ConversationRow, findConversation, sessionName, sessionOf, toConversation } from './conversation-rows';

/** Works that answer customers whose run waits for a person. Keys: session and turn; lanes: channels. */
export const awaitedWork: WorkKindName = 'awaited-run';

/** People need longer than this. */
const firstLookMs = 5_000;

export async function awaitRun(connection: StateConnection, row: ConversationRow, turn: string, now: number): Promise<void> {
	await addWork(connection, {
		tenant: row.tenant,
		kind: awaitedWork,
		lane: row.channel,
		dueAt: now + firstLookMs,
		key: `${sessionName(row)} ${turn}`,
	});
	await connection.run(
		`UPDATE message SET waits = ${answers.awaited} WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = ${answers.waiting}`,
		row.tenant,
		row.id,
		turn,
	);
	await planWait(connection, row, now);
}

export async function endAwaited(connection: StateConnection, { turn, conversation }: AwaitedRun): Promise<void> {
	const { tenant, id, session } = conversation;
	await cancelWork(connection, { tenant, kind: awaitedWork, key: `${session} ${turn}` });
	await endWait(connection, { tenant, id }, turn);
}

const endWait = (connection: StateConnection, { tenant, id }: Pick<ConversationRow, 'tenant' | 'id'>, turn: string): Promise<number> =>
	connection.run(
		`UPDATE message SET waits = ${answers.agent} WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = ${answers.awaited}`,
		tenant,
		id,
		turn,
	);

/** Undefined if the contact was forgotten, or the end was already announced. */
export async function beginAwaited(connection: StateConnection, { tenant, key }: TakenWork): Promise<AwaitedRun | undefined> {
	const [session, turn] = key.split(' ') as [string, string];
	const told = await connection.get(
		'SELECT 1 FROM outgoing WHERE tenant = ?1 AND name = ?2 UNION ALL SELECT 1 FROM hand_over WHERE tenant = ?1 AND name = ?3',
		tenant,
		`${nameRunEnd(turn)} 0`,
		nameRunEnd(turn),
	);
	const row = await findConversation(connection, tenant, sessionOf(session)[0]);
	if (told && row) await endWait(connection, row, turn);
	if (told) return undefined;
	return row && { turn, conversation: { ...toConversation(row), session } };
}
