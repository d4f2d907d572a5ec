import type { ConversationNote, Conversations, ListedConversation, NewNote } from '../../../../core/ports/channels/conversations';
import type { StateConnection } from '../../../database/state-database';
import { tellWork } from '../../work/work-watch';
import type { ChannelDatabase } from '../channel-database';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { newId } from '../new-id';
import { deskQueue } from '../people/desk-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { batch, describeConversation, leaveWanted, readFacts, selectByActivity } from './list-conversations';

export function createConversations({ database, change, now, wakeUps }: ChannelDatabase): Conversations {
	return {
		async list(tenant, filter, limit) {
			const found: ListedConversation[] = [];
			for (let { before } = filter; ;) {
				// A batch at a time: SQLite has this process to itself while it reads.
				const place = { ...filter, ...(before && { before }) };
				const { read, listed } = await database.read(tenant, async (connection) => {
					const rows = await selectByActivity(connection, tenant, place);
					const wanted = (await leaveWanted(connection, tenant, rows, filter)).slice(0, limit - found.length);
					const facts = await readFacts(connection, tenant, wanted);
					const described: ListedConversation[] = [];
					for (const row of wanted) described.push(await describeConversation(connection, row, facts, now(connection)));
					return { read: rows, listed: described };
				});
				found.push(...listed);
				if (found.length >= limit || read.length < batch) return found;
				const { lastAt, id } = read.at(-1)!;
				before = [Number(lastAt), id];
			}
		},
		find: (tenant, id) =>
			database.read(tenant, async (connection) => {
				const row = await findConversation(connection, tenant, id);
				return row && describeConversation(connection, row, await readFacts(connection, tenant, [row]), now(connection));
			}),
		async addNote(tenant, id, note) {
			const isAdded = await change(tenant, async (connection, now) => {
				const row = await findConversation(connection, tenant, id);
				if (row) await addNote(connection, row, note, now);
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
		...[tenant, conversation, id, now, kind, by, text],
	);
	if (desk) await addDeskWrites(connection, { tenant, id, conversation, desk: desk.name }, [desk.content], now);
}

interface NoteRow extends Omit<ConversationNote, 'desk'>, Record<'desk' | 'state' | 'reason', string | null> {}

async function listNotes(connection: StateConnection, { tenant, id }: ConversationRow, limit: number): Promise<ConversationNote[]> {
	const rows = await connection.all<NoteRow>(
		`SELECT note.at, note.kind, note.written_by AS "by", note.content AS "text", desk_write.channel AS desk, desk_write.state, desk_write.reason
		FROM conversation_note AS note LEFT JOIN desk_write ON desk_write.tenant = note.tenant AND desk_write.hand_over = note.id
		WHERE note.tenant = ? AND note.conversation = ? ORDER BY note.id DESC LIMIT ?`,
		...[tenant, id, limit],
	);
	return rows.map(({ at, desk, state, reason, ...row }) => ({
		...{ ...row, at: Number(at) },
		desk: desk === null ? null : { name: desk, state: state!, reason },
	}));
}
