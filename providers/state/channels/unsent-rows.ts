import { findDesk } from '../../../core/conversations/hand-over/find-desk';
import { detectLanguage } from '../../../core/base/text/language';
import { describeUnsent, readWords } from '../../../core/conversations/hand-over/describe-unsent';
import { maskReason } from '../../../core/conversations/outbox/mask-reason';
import type { Send, UnsentMessage } from '../../../core/ports/channels/outbox';
import type { NewEvent } from '../../../core/ports/events/events';
import type { StateConnection } from '../../database/state-database';
import { addEvent } from '../events/event-rows';
import { readOr } from '../work/unreadable-row';
import { findRecord } from './channel-records';
import { followUpPrefix } from './people/follow-up-names';
import { addDeskWrites } from './people/hand-over-rows';
import { planWait } from './people/wait-works';
import { hasFailed } from './unsent-conditions';

interface Failure {
	state: UnsentMessage['state'];
	code?: string | null | undefined;
	reason: string;
}

export async function noteUnsent(
	connection: StateConnection,
	{ tenant, id, channel, conversation, run, content }: Pick<Send, 'tenant' | 'id' | 'channel' | 'conversation' | 'run' | 'content'>,
	{ state, code = null, reason }: Failure,
	now: number,
): Promise<UnsentMessage> {
	const isFollowUp = await connection.get(
		`SELECT 1 AS one FROM outgoing WHERE tenant = ? AND id = ? AND name LIKE '${followUpPrefix}%'`,
		tenant,
		id,
	);
	// Nobody waits for follow-ups: hundreds that fail with an account would hide lost answers.
	const settled = isFollowUp ? [now, 'follow-up'] : [null, null];
	await connection.run(
		`INSERT INTO unsent (tenant, outgoing, code, at, settled_at, settled_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant, outgoing) DO UPDATE SET code = ?3, at = ?4, settled_at = ?5, settled_by = ?6`,
		tenant,
		id,
		code,
		now,
		...settled,
	);
	const unsent = { tenant, id, channel, conversation, run, state, code, reason, at: now };
	await addEvent(connection, tenant, toEvent(unsent), now);
	if (isFollowUp) return unsent;
	await planWait(connection, { tenant, id: conversation, channel }, now);
	const text = describeUnsent(unsent, content, detectLanguage(readWords(content)));
	const desk = await findDeskOf(connection, tenant, channel);
	// Desk staff see late failures themselves, but not messages refused by the channel.
	const told = desk === channel && state === 'failed' ? null : desk;
	// With a damaged conversation key nothing can be written; the event still reports the message.
	await readOr(addDeskWrites(connection, { tenant, id, conversation, desk: told }, [{ kind: 'note', text }], now), undefined);
	return unsent;
}

/** A resent message that fails again is another event. */
const toEvent = ({ id, channel, conversation, run, state, code, reason, at }: UnsentMessage): NewEvent => ({
	type: 'channel.message.failed',
	key: `message ${id} ${at}`,
	data: {
		channel,
		conversation,
		message: id,
		state,
		reason: maskReason(reason),
		...(code !== null && { code }),
		...(run !== null && { runId: run }),
	},
});

export async function findDeskOf(connection: StateConnection, tenant: string, channel: string): Promise<string | null> {
	const record = await findRecord(connection, tenant, channel);
	const desk = record && (await findDesk((name) => findRecord(connection, tenant, name), record));
	return desk && 'name' in desk ? desk.name : null;
}

export const settleUnsent = async (
	connection: StateConnection,
	{ tenant, id, by }: { tenant: string; id: string; by: string },
	now: number,
): Promise<boolean> =>
	(await connection.run(
		`UPDATE unsent SET settled_at = ?, settled_by = ? WHERE tenant = ? AND outgoing = ? AND settled_at IS NULL
		AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = unsent.tenant AND outgoing.id = unsent.outgoing AND ${hasFailed})`,
		now,
		by,
		tenant,
		id,
	)) > 0;

export const settleUnsentOf = (
	connection: StateConnection,
	{ tenant, id }: { tenant: string; id: string },
	by: string,
	now: number,
): Promise<number> =>
	connection.run(
		`UPDATE unsent SET settled_at = ?, settled_by = ? WHERE tenant = ? AND settled_at IS NULL AND outgoing IN (SELECT outgoing.id FROM outgoing
		WHERE outgoing.tenant = ? AND outgoing.conversation = ? AND ${hasFailed})`,
		now,
		by,
		tenant,
		tenant,
		id,
	);
