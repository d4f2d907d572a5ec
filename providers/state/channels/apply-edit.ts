import { digestContent } from '../../../core/conversations/outbox/digest-content';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import { isOrigin, type MessageContent } from '../../../core/ports/channels/message-content';
import type { StateConnection } from '../../database/state-database';
import { endTurnOf, scheduleTurn } from './burst-rows';
import { type ConversationRow } from './conversation-rows';
import { openMessage, sealMessage } from './sealed/message-text';

interface Stored {
	number: number;
	content: MessageContent[];
	waits: number;
	turn: string | null;
	isEdited: number;
}

/** `new`: the text becomes a new message, because a turn has read the previous one, or there is none. */
export type Edited = { kind: 'new' } | { kind: 'nothing' } | { kind: 'replaced'; number: number };

/**
 * Applies a new version of a message. Compares it with the stored one: providers also report edits without a text change. Keeps the origin, which
 * edits omit. Replaces a moving location silently. An empty version withdraws unanswered text.
 */
export async function applyEdit(
	connection: StateConnection,
	row: ConversationRow,
	event: Pick<MessageEvent, 'edits' | 'content'>,
): Promise<Edited> {
	const versions = await selectVersions(connection, row, event.edits ?? '');
	if (event.content.length === 0) return withdraw(connection, row, versions);
	const [last] = versions;
	if (last === undefined) return { kind: 'new' };
	const stored = last.content;
	const [before, content] = [stored, event.content].map(withoutOrigin) as [MessageContent[], MessageContent[]];
	if (digestContent(before) === digestContent(content)) return { kind: 'nothing' };
	const isPlace = isWhole(before, 'location') && isWhole(content, 'location');
	if (!isPlace && (last.waits !== 1 || last.turn !== null)) return { kind: 'new' };
	const sealed = await sealMessage(connection, keyOf(row, last.number), [...stored.filter(isOrigin), ...content]);
	await connection.run(
		'UPDATE message SET content = ?, is_edited = ? WHERE tenant = ? AND conversation = ? AND number = ?',
		sealed,
		isPlace ? last.isEdited : 1,
		row.tenant,
		row.id,
		last.number,
	);
	return isPlace ? { kind: 'nothing' } : { kind: 'replaced', number: last.number };
}

const keyOf = ({ tenant, id }: ConversationRow, number: number) => ({ tenant, conversation: id, number });

const withoutOrigin = (content: readonly MessageContent[]) => content.filter((part) => !isOrigin(part));

/** True if a later version arrived first: provider requests come in any order. */
export async function isOutdated(connection: StateConnection, row: ConversationRow, id: string): Promise<boolean> {
	return (await selectVersions(connection, row, id)).some(({ isEdited }) => isEdited === 1);
}

export const isWhole = (content: readonly MessageContent[], kind: MessageContent['kind']): boolean =>
	content.length > 0 && content.every((part) => part.kind === kind);

export async function saysNothing(
	connection: StateConnection,
	row: ConversationRow,
	id: string,
	content: MessageContent[],
): Promise<boolean> {
	const [last] = await selectVersions(connection, row, id, 'account');
	return content.length === 0 || (last !== undefined && digestContent(last.content) === digestContent(content));
}

async function selectVersions(
	connection: StateConnection,
	row: ConversationRow,
	id: string,
	author: MessageEvent['author'] = 'contact',
): Promise<Stored[]> {
	const versions = await connection.all<Omit<Stored, 'content'> & { content: string }>(
		`SELECT number, content, waits, turn, is_edited AS "isEdited" FROM message WHERE tenant = ?1 AND conversation = ?2
		AND number IN (SELECT number FROM message WHERE tenant = ?1 AND conversation = ?2 AND id = ?3)
		AND author ${author === 'contact' ? '=' : '<>'} 'contact' ORDER BY number DESC`,
		row.tenant,
		row.id,
		id,
	);
	const opened: Stored[] = [];
	for (const version of versions)
		opened.push({ ...version, content: await openMessage(connection, keyOf(row, version.number), version.content) });
	return opened;
}

/** A turn that was seen stays. An unseen one restarts without the message. */
async function withdraw(connection: StateConnection, row: ConversationRow, versions: readonly Stored[]): Promise<Edited> {
	const open = versions.filter(({ waits, turn }) => waits === 1 && (turn === null || turn !== row.turn || row.turnEffects === 0));
	if (open.length === 0) return { kind: 'nothing' };
	for (const { number } of open) {
		await connection.run(
			`UPDATE message SET content = '[]', waits = 0, is_edited = 1 WHERE tenant = ? AND conversation = ? AND number = ?`,
			row.tenant,
			row.id,
			number,
		);
	}
	if (open.some(({ turn }) => turn !== null && turn === row.turn)) await endTurnOf(connection, row, false);
	await scheduleTurn(connection, row);
	return { kind: 'nothing' };
}

/** Replaces the previous reaction unless a turn has read it; an empty one removes it. @returns true if there was one */
export async function replaceReaction(
	connection: StateConnection,
	row: ConversationRow,
	content: readonly MessageContent[],
): Promise<boolean> {
	const [reaction] = content;
	if (reaction?.kind !== 'reaction') return false;
	const untold = await connection.all<{ number: number; content: string }>(
		'SELECT number, content FROM message WHERE tenant = ? AND conversation = ? AND waits = 1 AND begins_turn = 0 AND turn IS NULL',
		row.tenant,
		row.id,
	);
	let before: number | undefined;
	for (const { number, content: stored } of untold) {
		const [part] = await openMessage(connection, keyOf(row, number), stored);
		if (part?.kind === 'reaction' && part.messageId === reaction.messageId) before ??= number;
	}
	if (before === undefined) return false;
	const sealed = await sealMessage(connection, keyOf(row, before), content);
	await connection.run(
		'UPDATE message SET content = ?, waits = ? WHERE tenant = ? AND conversation = ? AND number = ?',
		sealed,
		Number(reaction.emoji !== ''),
		row.tenant,
		row.id,
		before,
	);
	return true;
}
