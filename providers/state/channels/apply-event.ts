import { type BotCommand, parseCommand } from '../../../core/conversations/mailbox/parse-command';
import { digestContent } from '../../../core/conversations/outbox/digest-content';
import type { ChannelEvent, ConversationEvent, MessageEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Applied, EventSource } from '../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../database/state-database';
import { applyEdit, type Edited, isOutdated, isWhole, replaceReaction, saysNothing } from './apply-edit';
import { addAudio, checkAudios } from './audios/audio-rows';
import { endTurnOf, holdBurst, scheduleTurn } from './burst-rows';
import { byMute } from '../../../core/conversations/mutes/find-mute';
import { readChannelRules } from './channel-rules';
import { forgetDead, replayTurnOf } from './dead-turns';
import { logContact } from './contacts/contact-rows';
import { addMessage, type ConversationRow, findConversation, updateConversation } from './conversation-rows';
import { findLinked, isMirrored } from './people/desk-links';
import { countMessage } from './contacts/flood-rows';
import { noteAnswered } from './people/hand-over-rows';
import { openConversation } from './open-conversation';
import { changeMode, endPause } from './people/mode-rows';
import { matchOwnWrites } from './own-writes';
import { addNextSend, findByMessageId, findOwnSend, noteEcho } from './send-rows';
import { expectEnd } from './session-rows';

interface Work {
	connection: StateConnection;
	from: EventSource;
	rules: MailboxRules;
	/** Milliseconds since the epoch. */
	now: number;
	/** When the event arrived, which can be long before it is applied. */
	arrivedAt: number;
}

/** Applies one event, once. Runs within one transaction; those of a tenant run one after the other. */
export async function applyEvent(
	connection: StateConnection,
	event: ChannelEvent,
	source: { from: EventSource; rules: MailboxRules; now: number },
): Promise<Applied> {
	const work = { connection, ...source, arrivedAt: Math.min(source.from.receivedAt ?? source.now, source.now) };
	if (!(await isFirst(work, event.key))) {
		await replayTurnOf(connection, source.from.tenant, source.from.receipt);
		return { kind: 'repeated' };
	}
	switch (event.kind) {
		case 'ignored':
		case 'connection':
			return { kind: event.kind };
		case 'status':
			return applyStatus(work, event);
		case 'conversation':
			return applyChange(work, event);
		case 'missed-call':
			return applyFromContact(work, { ...event, id: event.key, content: [{ kind: 'text', text: missedCall }] });
		case 'message':
			return event.author === 'contact' ? applyFromContact(work, event) : applyFromAccount(work, event);
	}
}

/** What the agent reads of a call that nobody took. */
const missedCall = '[missed call]';

async function isFirst({ connection, from, now }: Work, key: string): Promise<boolean> {
	const added = await connection.run(
		'INSERT INTO channel_event (tenant, channel, name, at) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, channel, name) DO NOTHING',
		...[from.tenant, from.channel, key, now],
	);
	return added > 0;
}

type FromContact = Pick<MessageEvent, 'id' | 'key' | 'address' | 'at' | 'contact' | 'name' | 'content' | 'replyTo' | 'edits'>;

/** A customer wrote: the message waits for the conversation's next turn, together with those around it. */
async function applyFromContact(work: Work, event: FromContact): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	const row = await openConversation(connection, work.from, event, now);
	await endPause(connection, row, now);
	const applied = { kind: 'message' as const, conversation: row.id, contact: row.contact };
	const edited = await applyVersion(connection, row, event);
	// A deletion can overtake the message, whose event then counts as repeated. All providers build its key so.
	if (event.content.length === 0) await isFirst(work, `message ${event.edits}`);
	if (edited.kind === 'nothing') return { kind: 'changed', conversation: row.id };
	if (edited.kind === 'replaced') return { ...applied, number: edited.number };
	await answerTo(connection, row, event.address);
	await openSession(work, row, event.at);
	const floods = await countMessage(connection, row, rules, arrivedAt);
	if (rules.remember) await expectEnd(connection, row, rules, arrivedAt);
	const { id, at, replyTo, edits } = event;
	const { content, lacksTranscript } = await checkAudios(connection, row, { content: event.content, rules, now: arrivedAt });
	const message = {
		...{ id, author: 'contact' as const, at, content, replyTo, waits: true, isEdited: edits !== undefined },
		// What people answer with a thumb needs no answer.
		...{ beginsTurn: !isWhole(content, 'reaction'), lacksTranscript, receipt: work.from.receipt },
	};
	const number = await addMessage(connection, row, message, arrivedAt);
	if (lacksTranscript) {
		await addAudio(connection, row, number, rules.audio!, arrivedAt);
		await holdBurst(connection, row, rules, now);
	}
	await updateConversation(connection, row, {
		lastContactAt: Math.max(row.lastContactAt ?? 0, at),
		...{ quietMs: rules.quietMs, maxQuietMs: rules.maxQuietMs },
	});
	await scheduleTurn(connection, row);
	return { ...applied, ...(floods && { floods }), number };
}

async function applyVersion(connection: StateConnection, row: ConversationRow, event: FromContact): Promise<Edited> {
	if (event.edits !== undefined) return applyEdit(connection, row, event);
	const isKnown = (await replaceReaction(connection, row, event.content)) || (await isOutdated(connection, row, event.id));
	return { kind: isKnown ? 'nothing' : 'new' };
}

/** The customer is answered under the name under which they wrote last. */
async function answerTo(connection: StateConnection, row: ConversationRow, address: string): Promise<void> {
	const replyAddress = address === row.address ? null : address;
	if (replyAddress !== row.replyAddress) await updateConversation(connection, row, { replyAddress });
}

/** Someone wrote as the account: Troupe itself, a command, another program, or a person, who takes over. */
async function applyFromAccount(work: Work, event: MessageEvent): Promise<Applied> {
	const { connection, from, rules, now, arrivedAt } = work;
	const row = await openConversation(connection, from, event, now);
	const { id, content, byProgram, writer, at, replyTo, edits } = event;
	if (await isOwnEcho(work, row, event)) return { kind: 'echo', conversation: row.id };
	if (edits !== undefined && (await saysNothing(connection, row, edits, content))) return { kind: 'changed', conversation: row.id };
	const linked = await findLinked(connection, row, event.contact);
	const command = parseCommand(content);
	if (command !== undefined) return obey(work, [row, ...(linked ? [linked] : [])], command, event);
	if (linked && (await isMirrored(connection, linked, content, arrivedAt - mirrorMs))) return { kind: 'echo', conversation: row.id };
	const author = byProgram === true && !rules.programsArePeople ? ('program' as const) : ('person' as const);
	await openSession(work, row, at);
	const { receipt } = from;
	const message = { id, author, writer: nameOf(writer), at, content, waits: false, receipt };
	await addMessage(connection, row, { ...message, replyTo }, arrivedAt);
	if (author === 'program') return { kind: 'echo', conversation: row.id };
	const taken = await takeOver(work, row, nameWriter(event));
	if (linked === undefined) return taken;
	// The agent reads it there if it comes back.
	await addMessage(connection, linked, { ...message, id: `${from.channel} ${id}` }, arrivedAt);
	return takeOver({ ...work, rules: await readChannelRules(connection, linked) }, linked, nameWriter(event));
}

async function isOwnEcho(
	{ connection, arrivedAt }: Work,
	row: ConversationRow,
	{ id, mark, content, byProgram, at }: MessageEvent,
): Promise<boolean> {
	// What a person typed, as the provider says, comes from nowhere else, whatever it contains.
	const digest = byProgram === false ? undefined : digestContent(content);
	const own = await findOwnSend(connection, row, { messageId: id, mark, digest });
	if (own?.isNew) await noteEcho(connection, row, { id: own.id, messageId: id, at }, arrivedAt);
	return own !== undefined;
}

/** How long after the agent sent a message an inbox can show it. */
const mirrorMs = 15 * 60_000;

const nameOf = (writer: MessageEvent['writer']) => writer?.name ?? writer?.id;

const nameWriter = ({ writer }: MessageEvent) => `writer:${writer?.id ?? 'account'}`;

/** @param rows the conversation in which it was written, and the customer's one that it is tied to */
async function obey({ connection, rules, now }: Work, rows: ConversationRow[], command: BotCommand, event: MessageEvent): Promise<Applied> {
	const { operators } = rules;
	const isAllowed = operators === undefined || (event.writer !== undefined && operators.includes(event.writer.id));
	const mode = command === 'on' ? ('agent' as const) : ('off' as const);
	for (const row of rows) {
		const { tenant, contact, channel, id } = row;
		const details = { channel, conversation: id, reason: `/bot ${command}` };
		if (isAllowed) await changeMode(connection, row, { mode, until: null, by: nameWriter(event), reason: `/bot ${command}` }, now);
		else await logContact(connection, { tenant, contact, kind: 'command-refused', actor: nameWriter(event), details }, now);
	}
	const last = rows.at(-1)!;
	return { kind: 'command', conversation: last.id, mode: last.mode, isAllowed };
}

/** The person answers what waited; the agent is silent from now on. */
async function takeOver({ connection, rules, now, arrivedAt }: Work, row: ConversationRow, by: string): Promise<Applied> {
	await noteAnswered(connection, row);
	await endTurnOf(connection, row, true);
	await connection.run('UPDATE message SET waits = 0 WHERE tenant = ? AND conversation = ? AND waits = 1', row.tenant, row.id);
	await forgetDead(connection, row);
	const until = rules.pauseMs === null ? null : arrivedAt + rules.pauseMs;
	if (row.mode === 'person') {
		await updateConversation(connection, row, { modeUntil: until, modeBy: by });
		return { kind: 'take-over', conversation: row.id, withdrawn: 0 };
	}
	// Where a mute silences the agent, the person goes on when it ends.
	const isOff = row.mode === 'off' && !row.modeBy?.startsWith(byMute(''));
	if (isOff) return { kind: 'take-over', conversation: row.id, withdrawn: 0 };
	const withdrawn = await changeMode(connection, row, { mode: 'person', until, by, reason: 'a person wrote' }, now);
	return { kind: 'take-over', conversation: row.id, withdrawn };
}

const ranks = { sent: 1, delivered: 2, read: 3, failed: 4 } as const;

async function applyStatus(
	{ connection, from: { tenant, channel }, now }: Work,
	{ id, status, reason, at }: StatusEvent,
): Promise<Applied> {
	const outgoing = await findByMessageId(connection, { tenant, channel, messageId: id });
	if (outgoing === undefined) return { kind: 'status', conversation: undefined };
	const row = (await connection.get<{ conversation: string; state: string }>(
		'SELECT conversation, state FROM outgoing WHERE tenant = ? AND id = ?',
		...[tenant, outgoing],
	))!;
	const rank = ranks[row.state as keyof typeof ranks] ?? 0;
	// Statuses arrive in any order.
	if (ranks[status] > rank) {
		await connection.run(
			`UPDATE outgoing SET state = ?, waits = 0, reason = ?, sent_at = coalesce(sent_at, ?) WHERE tenant = ? AND id = ?`,
			...[status, reason ?? null, at, tenant, outgoing],
		);
		const conversation = await findConversation(connection, tenant, row.conversation);
		if (conversation) await addNextSend(connection, conversation, now);
	}
	return { kind: 'status', conversation: row.conversation };
}

const minuteMs = 60_000;

/** The conversation was changed at the provider: by ourselves, which is noted once, or by others. */
async function applyChange(work: Work, event: ConversationEvent): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	const row = await openConversation(connection, work.from, event, now);
	const foreign = await matchOwnWrites(connection, row, event, arrivedAt);
	if (event.changes.labels) await setLabels(work, row, event, event.changes.labels);
	if (foreign.length === 0) return { kind: 'echo', conversation: row.id };
	const isSameMinute = row.changesSince !== null && arrivedAt - row.changesSince < minuteMs;
	const changes = isSameMinute ? row.changes + 1 : 1;
	await updateConversation(connection, row, { changes, ...(!isSameMinute && { changesSince: arrivedAt }) });
	if (changes <= rules.maxChangesPerMinute || row.modeBy === 'breaker') return { kind: 'changed', conversation: row.id };
	const reason = `${changes} changes by others within a minute`;
	await changeMode(connection, row, { mode: 'off', until: null, by: 'breaker', reason }, now);
	return { kind: 'breaker', conversation: row.id };
}

/** Labels of a desk's conversation are those of the customer's conversation that it is about, too. */
async function setLabels({ connection }: Work, row: ConversationRow, { contact }: ConversationEvent, labels: string[]): Promise<void> {
	const linked = await findLinked(connection, row, contact);
	for (const each of [row, ...(linked ? [linked] : [])]) await updateConversation(connection, each, { labels: JSON.stringify(labels) });
}

async function openSession({ connection, rules }: Work, row: ConversationRow, at: number): Promise<void> {
	if (row.messages === 0 || at - row.lastAt < rules.sessionMs) return;
	await updateConversation(connection, row, { session: row.session + 1, sessionStartedAt: at, state: null });
}
