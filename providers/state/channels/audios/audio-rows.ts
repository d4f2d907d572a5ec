import type { AudioResult, AudioRules, AudioState } from '../../../../core/ports/channels/audios';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import { lacksText, type MediaContent, type MessageContent } from '../../../../core/ports/channels/message-content';
import type { WorkId } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { scheduleTurn } from '../burst-rows';
import { type ConversationRow, findConversation, updateConversation } from '../conversation-rows';
import { isSettled } from '../message-answers';
import { addMessage } from '../message-rows';
import { newId } from '../new-id';
import { openMessage, sealMessage } from '../sealed/message-text';
import { addAudioWork } from './audio-works';

/** Bounds the cost of one conversation. */
const maxAnHour = 30;
const hourMs = 3_600_000;

interface AudioKey {
	tenant: string;
	conversation: string;
	number: number;
}

export const byKey = 'tenant = ? AND conversation = ? AND number = ?';
export const keyOf = ({ tenant, conversation, number }: AudioKey) => [tenant, conversation, number] as const;

export interface AudioRow extends AudioKey {
	id: string;
	channel: string;
	state: AudioState;
	keeps: 'transcript' | 'summary' | 'nothing';
	texts: string;
	endedAt: number | null;
}

export const findAudio = (connection: StateConnection, { tenant, key }: WorkId): Promise<AudioRow | undefined> =>
	connection.get<AudioRow>(
		`SELECT tenant, id, conversation, number, channel, state, keeps, texts, ended_at AS "endedAt" FROM audio WHERE tenant = ? AND id = ?`,
		tenant,
		key,
	);

export async function readContent(connection: StateConnection, key: AudioKey): Promise<MessageContent[]> {
	const message = await connection.get<{ content: string }>(`SELECT content FROM message WHERE ${byKey}`, ...keyOf(key));
	return message === undefined ? [] : openMessage(connection, key, message.content);
}

export async function checkAudios(
	connection: StateConnection,
	{ tenant, id }: ConversationRow,
	{ content, rules, now }: { content: MessageContent[]; rules: MailboxRules; now: number },
): Promise<{ content: MessageContent[]; lacksTranscript: boolean }> {
	if (rules.audio === undefined || !content.some(lacksText)) return { content, lacksTranscript: false };
	const { count } = (await connection.get<{ count: number }>(
		'SELECT count(*) AS count FROM audio WHERE tenant = ? AND conversation = ? AND created_at > ?',
		tenant,
		id,
		now - hourMs,
	))!;
	if (Number(count) < maxAnHour) return { content, lacksTranscript: true };
	return { content: content.map((part) => (lacksText(part) ? { ...part, problem: 'too-many' } : part)), lacksTranscript: false };
}

export async function addAudio(
	connection: StateConnection,
	{ tenant, id, channel }: ConversationRow,
	number: number,
	{ keeps }: AudioRules,
	now: number,
): Promise<void> {
	const key = newId(now);
	await connection.run(
		`INSERT INTO audio (tenant, id, conversation, number, channel, state, keeps, texts, attempts, is_late, created_at)
		VALUES (?, ?, ?, ?, ?, 'waiting', ?, '[]', 0, 0, ?)`,
		tenant,
		key,
		id,
		number,
		channel,
		keeps,
		now,
	);
	await addAudioWork(connection, { tenant, key, lane: channel }, now);
}

interface AudioMessage {
	id: string;
	at: number;
	content: string;
	waits: number;
	turn: string | null;
	replyTo: string | null;
	receipt: string | null;
}

interface Noted {
	number: number;
	isLate: boolean;
	isComplete: boolean;
}

/**
 * Puts a transcript where the next turn reads it: into the message, or a new one if a turn has answered without it. A turn without effects restarts
 * with it.
 */
export async function placeResult(
	connection: StateConnection,
	key: AudioKey,
	part: number,
	result: AudioResult,
	now: number,
): Promise<Noted | undefined> {
	const row = await findConversation(connection, key.tenant, key.conversation);
	const message = await connection.get<AudioMessage>(
		`SELECT id, at, content, waits, turn, reply_to AS "replyTo", receipt FROM message WHERE ${byKey}`,
		...keyOf(key),
	);
	if (row === undefined || message === undefined) return undefined;
	const content = await openMessage(connection, key, message.content);
	const audio = content[part];
	if (audio === undefined || !lacksText(audio)) return undefined;
	const complete = { ...audio, ...(result.kind === 'text' ? { transcript: result.text } : { problem: result.problem }) };
	const isLate = isAnswered(row, message);
	const placed = content.with(part, isLate ? { ...audio, isLate: true } : complete);
	const isComplete = !placed.some(lacksText);
	await connection.run(
		`UPDATE message SET content = ?, lacks_transcript = ?, turn = ? WHERE ${byKey}`,
		await sealMessage(connection, key, placed),
		Number(!isComplete),
		beginsAgain(row, message) ? null : message.turn,
		...keyOf(key),
	);
	const number = isLate ? await addLate(connection, row, message, complete, now) : key.number;
	await release(connection, row);
	return { number, isLate, isComplete };
}

/** A person who has the conversation needs no second message. */
const isAnswered = (row: ConversationRow, { waits, turn }: AudioMessage): boolean =>
	row.mode === 'agent' && turn !== null && (isSettled(waits) || (turn === row.turn && row.turnEffects === 1));

const beginsAgain = (row: ConversationRow, { waits, turn }: AudioMessage): boolean =>
	waits === 1 && turn !== null && turn === row.turn && row.turnEffects === 0;

/** Uses the audio's id, so that replies find it. */
function addLate(
	connection: StateConnection,
	row: ConversationRow,
	{ id, at, replyTo, receipt }: AudioMessage,
	audio: MediaContent,
	now: number,
): Promise<number> {
	const late = { id, author: 'contact' as const, at, content: [{ ...audio, isLate: true as const }], waits: true, receipt };
	return addMessage(connection, row, { ...late, ...(replyTo !== null && { replyTo }) }, now);
}

async function release(connection: StateConnection, row: ConversationRow): Promise<void> {
	const lacking = await connection.get(
		'SELECT 1 AS one FROM message WHERE tenant = ? AND conversation = ? AND waits = 1 AND lacks_transcript = 1 LIMIT 1',
		row.tenant,
		row.id,
	);
	if (lacking === undefined) await updateConversation(connection, row, { heldUntil: null });
	await scheduleTurn(connection, row);
}
