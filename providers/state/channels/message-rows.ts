import type { StoredMessage } from '../../../core/ports/channels/mailbox';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { textsOf } from '../../database/in-list';
import type { StateConnection, Value } from '../../database/state-database';
import { readOr } from '../work/unreadable-row';
import { type ConversationRow, sessionName, updateConversation } from './conversation-rows';
import { hasFailed, ofOutgoing } from './unsent-conditions';
import { openMessage, sealMessage, unreadableContent } from './sealed/message-text';
import { loadKeys } from './sealed/sealed-text';

interface MessageRow {
	number: number;
	id: string;
	author: StoredMessage['author'];
	writer: string | null;
	at: number;
	arrivedAt: number;
	content: string;
	replyTo: string | null;
	isEdited: number;
	lacksTranscript: number;
	isUnsent: number;
	session: number;
}

const messageColumns =
	'number, id, author, writer, at, arrived_at AS "arrivedAt", content, reply_to AS "replyTo", is_edited AS "isEdited", ' +
	'lacks_transcript AS "lacksTranscript", session, ' +
	`CASE WHEN author <> 'contact' AND EXISTS (${ofOutgoing('message')} AND ${hasFailed}) THEN 1 ELSE 0 END AS "isUnsent"`;

/** @param isStrict throws VAULT_UNREADABLE for an unreadable message instead of marking it */
export async function selectMessages(
	connection: StateConnection,
	{ tenant, id, isStrict = false }: Pick<ConversationRow, 'tenant' | 'id'> & { isStrict?: boolean },
	condition: string,
	...values: Value[]
): Promise<StoredMessage[]> {
	const rows = await connection.all<MessageRow>(
		`SELECT ${messageColumns} FROM message WHERE tenant = ? AND conversation = ? AND ${condition}`,
		tenant,
		id,
		...values,
	);
	const messages: StoredMessage[] = [];
	for (const row of rows) {
		const { content, ...rest } = row;
		const opening = openMessage(connection, { tenant, conversation: id, number: row.number }, content);
		messages.push(toMessage(rest, await (isStrict ? opening : readOr(opening, [unreadableContent])), id));
	}
	return messages;
}

export async function selectLastMessages(
	connection: StateConnection,
	tenant: string,
	conversations: readonly string[],
): Promise<Map<string, StoredMessage>> {
	const rows = await connection.all<MessageRow & { conversation: string }>(
		`SELECT conversation, ${messageColumns} FROM message WHERE tenant = ?1 AND (conversation, number) IN
		(SELECT conversation, max(number) FROM message WHERE tenant = ?1 AND conversation IN ${textsOf(connection, '?2')} GROUP BY conversation)`,
		tenant,
		JSON.stringify(conversations),
	);
	await loadKeys(connection, tenant, rows);
	const last = new Map<string, StoredMessage>();
	for (const { conversation, content, ...row } of rows) {
		const opening = openMessage(connection, { tenant, conversation, number: row.number }, content);
		last.set(conversation, toMessage(row, await readOr(opening, [unreadableContent]), conversation));
	}
	return last;
}

const toMessage = (
	{ isEdited, lacksTranscript, isUnsent, session, ...row }: Omit<MessageRow, 'content'>,
	content: MessageContent[],
	conversation: string,
): StoredMessage => ({
	...row,
	content,
	isEdited: isEdited === 1,
	...(lacksTranscript === 1 && { lacksTranscript: true as const }),
	...(isUnsent === 1 && { isUnsent: true as const }),
	session: sessionName({ id: conversation, session }),
});

interface NewMessage {
	id: string;
	author: StoredMessage['author'];
	writer?: string;
	at: number;
	content: readonly MessageContent[];
	replyTo?: string;
	waits: boolean;
	/** True if it needs an answer; otherwise the next turn reads it too. Default: true. */
	beginsTurn?: boolean;
	isEdited?: boolean;
	lacksTranscript?: boolean;
	receipt: string | null;
}

/** @param arrivedAt milliseconds since the epoch @returns its number */
export async function addMessage(
	connection: StateConnection,
	row: ConversationRow,
	{ id, author, writer, at, content, replyTo, waits, beginsTurn = true, isEdited = false, lacksTranscript = false, receipt }: NewMessage,
	arrivedAt: number,
): Promise<number> {
	const number = row.messages + 1;
	const sealed = await sealMessage(connection, { tenant: row.tenant, conversation: row.id, number }, content);
	await connection.run(
		`INSERT INTO message (tenant, conversation, number, id, author, writer, at, arrived_at, content, reply_to, is_edited, session, waits,
			begins_turn, lacks_transcript, receipt)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		row.tenant,
		row.id,
		number,
		id,
		author,
		writer ?? null,
		at,
		arrivedAt,
		sealed,
		replyTo ?? null,
		Number(isEdited),
		row.session,
		Number(waits),
		Number(beginsTurn),
		Number(lacksTranscript),
		receipt,
	);
	// A fast provider clock must not keep a session open.
	await updateConversation(connection, row, { messages: number, lastAt: Math.max(row.lastAt, Math.min(at, arrivedAt)) });
	return number;
}
