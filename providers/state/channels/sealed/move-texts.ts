/** Moves texts to the joined conversation and reseals them under its key. Unreadable ones move unchanged: they must not prevent the join. */
import type { StateConnection } from '../../../database/state-database';
import type { ConversationRow } from '../conversation-rows';
import { readOr } from '../../work/unreadable-row';
import { openText, sealedColumns, sealText } from './sealed-text';
import { digestSend, openMessage, openSend, sealMessage, sealSend } from './message-text';

export async function moveMessages(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	const rows = await connection.all<{ number: number; content: string }>(
		'SELECT number, content FROM message WHERE tenant = ? AND conversation = ? AND session = ?',
		...[tenant, part.id, part.session],
	);
	for (const { number, content } of rows) {
		const moved = { tenant, conversation: whole.id, number: number + whole.messages };
		const words = await readOr(openMessage(connection, { tenant, conversation: part.id, number }, content), undefined);
		const sealed = words ? await sealMessage(connection, moved, words) : content;
		await connection.run(
			'UPDATE message SET conversation = ?, number = ?, session = ?, content = ? WHERE tenant = ? AND conversation = ? AND number = ?',
			...[whole.id, moved.number, whole.session, sealed, tenant, part.id, number],
		);
	}
}

export async function moveSends(connection: StateConnection, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	for (let rows: StoredSend[] | undefined; rows === undefined || rows.length === portion;) {
		rows = await connection.all<StoredSend>(
			'SELECT id, content, digest FROM outgoing WHERE tenant = ? AND conversation = ? LIMIT ?',
			...[tenant, part.id, portion],
		);
		for (const { id, content, digest } of rows) {
			const words = await readOr(openSend(connection, { tenant, conversation: part.id, id }, content), undefined);
			const sealed = words ? await sealSend(connection, { tenant, conversation: whole.id, id }, words) : content;
			await connection.run(
				'UPDATE outgoing SET conversation = ?, number = number + ?, content = ?, digest = ? WHERE tenant = ? AND id = ?',
				...[whole.id, whole.sends, sealed, words ? await digestSend(connection, whole, [words]) : digest, tenant, id],
			);
		}
	}
}

interface StoredSend {
	id: string;
	content: string;
	digest: string;
}

/** Rows in memory at once: conversations can be years long. */
const portion = 200;

export async function moveTexts(connection: StateConnection, table: string, part: ConversationRow, whole: ConversationRow): Promise<void> {
	const { tenant } = part;
	const columns = Object.entries(sealedColumns).filter(([column]) => column.startsWith(`${table}.`));
	for (const [column, key] of columns) {
		const name = column.slice(table.length + 1);
		const rows = await connection.all<{ row: string; stored: string }>(
			`SELECT ${key} AS "row", ${name} AS stored FROM ${table} WHERE tenant = ? AND conversation = ?`,
			...[tenant, part.id],
		);
		for (const { row, stored } of rows) {
			const text = await readOr(openText(connection, { tenant, conversation: part.id, column, row }, stored), undefined);
			if (text === undefined) continue;
			await connection.run(
				`UPDATE ${table} SET ${name} = ? WHERE tenant = ? AND conversation = ? AND ${key} = ?`,
				...[await sealText(connection, { tenant, conversation: whole.id, column, row }, text), tenant, part.id, row],
			);
		}
	}
}
