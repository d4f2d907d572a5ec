import { type BotCommand, parseCommand } from '../../../core/conversations/mailbox/parse-command';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { saysNothing } from './apply-edit';
import { readChannelRules } from './channel-rules';
import { logContact } from './contacts/contact-log';
import type { ConversationRow } from './conversation-rows';
import { addMessage } from './message-rows';
import { findLinked, isMirrored } from './people/desk-links';
import { carryToCustomer, isRelay, tellRemoved } from './people/relay-rows';
import { changeMode } from './people/mode-rows';
import { takeOver } from './people/take-over';
import { findOwnSend, noteEcho } from './send-rows';
import type { EventWork } from './event-work';
import { openSession } from './session-agent';

/** Handles a message written as the account: by Troupe, a command, another program, or a person, who takes over. */
export async function applyFromAccount(work: EventWork, row: ConversationRow, event: MessageEvent): Promise<Applied> {
	const { connection, from, rules, arrivedAt } = work;
	const { id, content, byProgram, writer, at, replyTo, edits } = event;
	if (await isOwnEcho(work, row, event)) return { kind: 'echo', conversation: row.id };
	if (edits !== undefined && (await saysNothing(connection, row, edits, content))) return { kind: 'changed', conversation: row.id };
	const linked = await findLinked(connection, row, event.contact);
	const command = parseCommand(content);
	if (command !== undefined) return obey(work, [row, ...(linked ? [linked] : [])], command, event);
	const relays = await isRelay(connection, row);
	if (linked && !relays && (await isMirrored(connection, linked, content, arrivedAt - mirrorMs)))
		return { kind: 'echo', conversation: row.id };
	const author = byProgram === true && !rules.programsArePeople ? ('program' as const) : ('person' as const);
	await openSession(connection, row, { at, rules });
	const { receipt } = from;
	const message = { id, author, writer: nameOf(writer), at, content, waits: false, receipt };
	await addMessage(connection, row, { ...message, replyTo }, arrivedAt);
	if (author === 'program') return { kind: 'echo', conversation: row.id };
	const by = nameWriter(event);
	const taken = await takeOver(work, row, by);
	if (linked === undefined && relays) await tellRemoved(work, row, content);
	if (linked === undefined) return taken;
	// For the agent, if it comes back.
	await addMessage(connection, linked, { ...message, id: `${from.channel} ${id}` }, arrivedAt);
	const takenThere = await takeOver({ ...work, rules: await readChannelRules(connection, linked) }, linked, by);
	if (relays) await carryToCustomer(work, row, linked, { id, content });
	return takenThere;
}

async function isOwnEcho(
	{ connection, arrivedAt }: EventWork,
	row: ConversationRow,
	{ id, mark, content, byProgram, at }: MessageEvent,
): Promise<boolean> {
	// Text that the provider marks as typed by a person is never an echo.
	const compared = byProgram === false ? undefined : content;
	const own = await findOwnSend(connection, row, { messageId: id, mark, content: compared });
	if (own?.isNew) await noteEcho(connection, row, { id: own.id, messageId: id, at }, arrivedAt);
	return own !== undefined;
}

/** Max delay until an inbox shows the agent's message. */
const mirrorMs = 15 * 60_000;

const nameOf = (writer: MessageEvent['writer']) => writer?.name ?? writer?.id;

const nameWriter = ({ writer }: MessageEvent) => `writer:${writer?.id ?? 'account'}`;

/** @param rows the conversation in which it was written, and the linked customer's */
async function obey(
	{ connection, rules, now }: EventWork,
	rows: ConversationRow[],
	command: BotCommand,
	event: MessageEvent,
): Promise<Applied> {
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
