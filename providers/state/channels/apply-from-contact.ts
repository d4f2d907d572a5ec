import { describeInsistence } from '../../../core/conversations/hand-over/describe-summary';
import type { Language } from '../../../core/base/text/languages';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import type { Right } from '../../../core/ports/channels/contact-rights';
import type { Applied } from '../../../core/ports/channels/mailbox';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { StateConnection } from '../../database/state-database';
import { applyEdit, type Edited, isOutdated, isWhole, replaceReaction } from './apply-edit';
import { addAudio, checkAudios } from './audios/audio-rows';
import { holdBurst, scheduleTurn, takeFromTurn } from './burst-rows';
import { logContact } from './contacts/contact-log';
import { type ConversationRow, updateConversation } from './conversation-rows';
import { addMessage } from './message-rows';
import { applyRights, findRights } from './contacts/apply-right';
import { keepOrigin } from './contacts/origin-rows';
import { findLinked } from './people/desk-links';
import { addDeskWrites, selectHandOvers } from './people/hand-over-rows';
import { endPause } from './people/mode-rows';
import { showAtDesk } from './people/relay-rows';
import { withdrawFollowUps } from './people/follow-up-rows';
import { planWait } from './people/wait-works';
import { releaseHeld } from './send-rows';
import { openSession } from './session-agent';
import { expectEnd } from './session-rows';
import { type EventWork, isFirst } from './event-work';

const minuteMs = 60_000;

/**
 * Counts a message of a contact, in all of its conversations. One who writes too often gets no answer until a minute has passed.
 * @param arrivedAt milliseconds since the epoch: messages that wait for hours are not written within a minute
 * @returns whether that begins with this message
 */
async function countMessage(
	connection: StateConnection,
	row: ConversationRow,
	{ maxMessagesPerMinute }: Pick<MailboxRules, 'maxMessagesPerMinute'>,
	arrivedAt: number,
): Promise<boolean> {
	const { tenant, contact } = row;
	const counted = await connection.get<{ since: number | null; messages: number }>(
		'SELECT minute_since AS since, minute_messages AS messages FROM contact WHERE tenant = ? AND id = ?',
		tenant,
		contact,
	);
	const isSameMinute = counted !== undefined && counted.since !== null && arrivedAt - counted.since < minuteMs;
	const [since, messages] = isSameMinute ? [counted.since, counted.messages + 1] : [arrivedAt, 1];
	await connection.run(
		'UPDATE contact SET minute_since = ?, minute_messages = ? WHERE tenant = ? AND id = ?',
		since,
		messages,
		tenant,
		contact,
	);
	if (messages <= maxMessagesPerMinute) return false;
	const begins = row.floodUntil === null || row.floodUntil <= arrivedAt;
	await updateConversation(connection, row, { floodUntil: arrivedAt + minuteMs });
	const details = { conversation: row.id, maxMessagesPerMinute };
	if (begins) await logContact(connection, { tenant, contact, kind: 'flood', actor: 'limit', details }, arrivedAt);
	return begins;
}

const tellAgainMs = 10 * 60_000;

/** Tells the desk about another message without an answer. @returns true if told */
async function tellAgain(
	connection: StateConnection,
	{ tenant, id: conversation }: ConversationRow,
	now: number,
	timeZone: string | undefined,
): Promise<boolean> {
	const unanswered = `tenant = ? AND conversation = ? AND state IN ('open', 'escalated') ORDER BY at DESC LIMIT 1`;
	const [row] = await selectHandOvers(connection, unanswered, tenant, conversation);
	if (row === undefined) return false;
	const { id, at, language } = row;
	const last = await connection.get<{ desk: string; at: number }>(
		'SELECT channel AS desk, created_at AS at FROM desk_write WHERE tenant = ? AND hand_over = ? ORDER BY number DESC LIMIT 1',
		tenant,
		id,
	);
	if (last === undefined || now - last.at < tellAgainMs) return false;
	const text = describeInsistence(at, language as Language, timeZone);
	await addDeskWrites(connection, { tenant, id, conversation, desk: last.desk }, [{ kind: 'note', text }], now);
	return true;
}

type FromContact = Pick<MessageEvent, 'id' | 'key' | 'address' | 'at' | 'contact' | 'name' | 'content' | 'replyTo' | 'edits'>;

export async function applyFromContact(work: EventWork, row: ConversationRow, event: FromContact): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	await endPause(connection, row, now);
	const applied = { kind: 'message' as const, conversation: row.id, contact: row.contact };
	const edited = await applyVersion(connection, row, event);
	// A deletion can overtake its message, whose event then counts as repeated. All providers build this key.
	if (event.content.length === 0) await isFirst(work, { key: `message ${event.edits}`, address: event.address, author: 'contact' });
	if (edited.kind === 'nothing') return { kind: 'changed', conversation: row.id };
	if (edited.kind === 'replaced') return { ...applied, number: edited.number, ...(await applyCorrection(work, row, event, edited.number)) };
	await answerTo(connection, row, event.address);
	await keepOrigin(work, row, event);
	await openSession(connection, row, { at: event.at, rules });
	const floods = await countMessage(connection, row, rules, arrivedAt);
	if (rules.remember) await expectEnd(connection, row, rules, arrivedAt);
	const { id, at, replyTo, edits } = event;
	const { content, lacksTranscript } = await checkAudios(connection, row, { content: event.content, rules, now: arrivedAt });
	const rights = await findRights(work, row, { ...event, content });
	const message = {
		id,
		author: 'contact' as const,
		at,
		content,
		replyTo,
		waits: rights.length === 0,
		isEdited: edits !== undefined,
		// Reactions need no answer.
		beginsTurn: !isWhole(content, 'reaction'),
		lacksTranscript,
		receipt: work.from.receipt,
	};
	const number = await addMessage(connection, row, message, arrivedAt);
	if (lacksTranscript) {
		await addAudio(connection, row, number, rules.audio!, arrivedAt);
		await holdBurst(connection, row, rules, now);
	}
	await updateConversation(connection, row, {
		lastContactAt: Math.max(row.lastContactAt ?? 0, at),
		quietMs: rules.quietMs,
		maxQuietMs: rules.maxQuietMs,
	});
	await releaseHeld(connection, row, now, work.hashName);
	if (rights.length > 0) {
		await applyRights(work, row, rights, `${row.id} ${number}`);
		return { ...applied, number, right: rights[0]!.right };
	}
	await scheduleTurn(connection, row);
	await withdrawFollowUps(connection, row);
	const isShown = message.beginsTurn && (await findLinked(connection, row, event.contact)) !== undefined;
	if (message.beginsTurn && !isShown)
		await planWait(connection, row, arrivedAt + (row.mode === 'agent' ? rules.agentWaitMs : rules.personWaitMs));
	const isCopied = message.beginsTurn && (await showAtDesk(connection, row, { content, edits }, now));
	const timeZone = rules.timeZone ?? work.from.people?.timeZone;
	const tellsDesk = isCopied || (message.beginsTurn && row.mode === 'person' && (await tellAgain(connection, row, now, timeZone)));
	return { ...applied, ...(floods && { floods }), ...(tellsDesk && { tellsDesk }), number };
}

async function applyCorrection(
	work: EventWork,
	row: ConversationRow,
	event: FromContact,
	number: number,
): Promise<{ right?: Right; tellsDesk?: true }> {
	const rights = await findRights(work, row, event);
	if (rights.length === 0) return (await showAtDesk(work.connection, row, event, work.now)) ? { tellsDesk: true } : {};
	await takeFromTurn(work.connection, row, number);
	await applyRights(work, row, rights, `${row.id} ${number}`);
	return { right: rights[0]!.right };
}

async function applyVersion(connection: StateConnection, row: ConversationRow, event: FromContact): Promise<Edited> {
	if (event.edits !== undefined) return applyEdit(connection, row, event);
	const isKnown = (await replaceReaction(connection, row, event.content)) || (await isOutdated(connection, row, event.id));
	return { kind: isKnown ? 'nothing' : 'new' };
}

async function answerTo(connection: StateConnection, row: ConversationRow, address: string): Promise<void> {
	const replyAddress = address === row.address ? null : address;
	if (replyAddress !== row.replyAddress) await updateConversation(connection, row, { replyAddress });
}
