import type { ConversationFilter, ConversationNote, Conversations, NewNote } from '../../../../core/ports/channels/conversations';
import type { StateConnection } from '../../../database/state-database';
import { tellWork } from '../../work/work-watch';
import type { ChannelDatabase } from '../channel-database';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { newId } from '../new-id';
import { deskQueue } from '../people/desk-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { openNote, sealNote } from '../sealed/desk-text';
import { describeConversations, findParts, listNames } from './describe-conversations';
import { batch, leaveWanted, selectByActivity } from './list-conversations';
import { readFigures } from './read-figures';

export function createConversations({ database, change, now, wakeUps }: ChannelDatabase): Conversations {
	/** Reads in batches: SQLite blocks this process while reading. */
	async function readBatches<Listed>(
		tenant: string,
		filter: ConversationFilter,
		limit: number,
		read: (connection: StateConnection, rows: ConversationRow[], left: number) => Promise<Listed[]>,
	): Promise<Listed[]> {
		const found: Listed[] = [];
		for (let { before } = filter; ;) {
			const place = { ...filter, ...(before && { before }) };
			const { rows, listed } = await database.read(tenant, async (connection) => {
				const rows = await selectByActivity(connection, tenant, place);
				return { rows, listed: await read(connection, rows, limit - found.length) };
			});
			found.push(...listed);
			if (found.length >= limit || rows.length < batch) return found;
			const { lastAt, id } = rows.at(-1)!;
			before = [Number(lastAt), id];
		}
	}
	return {
		list: (tenant, filter, limit) =>
			readBatches(tenant, filter, limit, async (connection, rows, left) => {
				const wanted = (await leaveWanted(connection, tenant, rows, filter)).slice(0, left);
				return describeConversations(connection, tenant, wanted, now(connection));
			}),
		listNames: (tenant, filter, limit) =>
			readBatches(tenant, filter, limit, async (connection, rows, left) => {
				const ids = rows.map(({ id }) => id);
				const parts = await findParts(connection, tenant, ids);
				return rows.slice(0, left).map((row) => ({ id: row.id, names: listNames(row, parts.get(row.id) ?? []) }));
			}),
		measure: (tenant, day) => database.read(tenant, (connection) => readFigures(connection, tenant, day)),
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, id);
				return row && (await describeConversations(connection, tenant, [row], now(connection)))[0];
			}),
		async addNote(tenant, id, note) {
			const isAdded = await change(tenant, async (connection, now, _hash, noteAct) => {
				const row = await findConversation(connection, tenant, id);
				if (row) await addNote(connection, row, note, now);
				const object = { kind: 'conversation', value: id };
				if (row)
					await noteAct(tenant, {
						action: note.kind === 'assignment' ? 'conversation.assigned' : 'conversation.noted',
						by: note.by,
						object,
					});
				return row !== undefined;
			});
			if (note.desk) tellWork(wakeUps, deskQueue.kind);
			return isAdded;
		},
		listNotes: (tenant, id, limit) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, id);
				return row ? listNotes(connection, row, limit) : [];
			}),
	};
}

async function addNote(
	connection: StateConnection,
	{ tenant, id: conversation }: ConversationRow,
	{ kind, by, text, desk }: NewNote,
	now: number,
): Promise<void> {
	const id = newId(now);
	await connection.run(
		'INSERT INTO conversation_note (tenant, conversation, id, at, kind, written_by, content) VALUES (?, ?, ?, ?, ?, ?, ?)',
		...[tenant, conversation, id, now, kind, by, await sealNote(connection, { tenant, conversation, id }, text)],
	);
	if (desk) await addDeskWrites(connection, { tenant, id, conversation, desk: desk.name }, [desk.content], now);
}

interface NoteRow extends Omit<ConversationNote, 'desk'>, Record<'desk' | 'state' | 'reason', string | null> {
	id: string;
}

async function listNotes(connection: StateConnection, { tenant, id }: ConversationRow, limit: number): Promise<ConversationNote[]> {
	const rows = await connection.all<NoteRow>(
		`SELECT note.id, note.at, note.kind, note.written_by AS "by", note.content AS "text", desk_write.channel AS desk, desk_write.state, desk_write.reason
		FROM conversation_note AS note LEFT JOIN desk_write ON desk_write.tenant = note.tenant AND desk_write.hand_over = note.id
		WHERE note.tenant = ? AND note.conversation = ? ORDER BY note.id DESC LIMIT ?`,
		...[tenant, id, limit],
	);
	const notes: ConversationNote[] = [];
	for (const { id: note, at, text, desk, state, reason, ...row } of rows)
		notes.push({
			...{ ...row, at: Number(at), text: await openNote(connection, { tenant, conversation: id, id: note }, text) },
			desk: desk === null ? null : { name: desk, state: state!, reason },
		});
	return notes;
}
