import type {
	ConversationSummary,
	ConversationTurn,
	Origin,
	PersonExport,
	StoredConversation,
	StoredTurn,
	SummaryFailure,
} from '../../core/ports/memory';
import { sendStatement } from '../database/send-statement';
import { memoryBounds } from '../../core/ports/memory-bounds';
import { knownOwner, newOwner, type MemoryParts, type Owner } from './owners';
import { checkEnd, checkTurns, sealEnd } from './seals';
import type { Connection, ConversationRow, TurnRow } from './memory-tables';

export async function readConversation(
	parts: MemoryParts,
	connection: Connection,
	conversation: string,
	turns: number,
): Promise<StoredConversation | undefined> {
	const stored = await findConversation(parts, connection, parts.sealing.hash('conversation', conversation));
	if (!stored) return undefined;
	const { owner, row } = stored;
	return {
		turns: await readTurns(connection, stored, row.last - turns, turns),
		last: row.last,
		...openSummary(owner, row),
		...(row.failure !== null && { failure: { code: row.failure, upTo: row.failure_up_to } }),
	};
}

export async function readTurnsAfter(
	parts: MemoryParts,
	connection: Connection,
	conversation: string,
	after: number,
	limit: number,
): Promise<StoredTurn[]> {
	const stored = await findConversation(parts, connection, parts.sealing.hash('conversation', conversation));
	return stored ? readTurns(connection, stored, after, limit) : [];
}

export async function addTurns(
	parts: MemoryParts,
	connection: Connection,
	conversation: string,
	turns: ConversationTurn[],
	person?: string,
): Promise<void> {
	const hash = parts.sealing.hash('conversation', conversation);
	const { owner, row } = await openConversation(parts, connection, conversation, hash);
	const fresh = await withoutKnown(connection, owner, turns);
	let number = row.last;
	for (const { at, ...said } of fresh.slice(-memoryBounds.turns)) {
		number += 1;
		const content = owner.seal(JSON.stringify(said), nameTurn(number, at));
		await sendStatement(connection, connection.insertInto('memory_turns').values({ conversation: hash, number, at, content }).compile());
	}
	const tooOld = number - memoryBounds.turns;
	await sendStatement(
		connection,
		connection.deleteFrom('memory_turns').where('conversation', '=', hash).where('number', '<=', tooOld).compile(),
	);
	const seal = sealEnd(owner, { ...row, last: number });
	await changeRow(connection, hash, { last: number, seal, touched_at: parts.now() });
	if (person !== undefined) await nameSharer(connection, hash, parts.sealing.hash('person', person));
}

export async function nameConversation(parts: MemoryParts, connection: Connection, conversation: string, person: string): Promise<void> {
	const hash = parts.sealing.hash('conversation', conversation);
	await openConversation(parts, connection, conversation, hash);
	await changeRow(connection, hash, { touched_at: parts.now() });
	await nameSharer(connection, hash, parts.sealing.hash('person', person));
}

export async function putSummary(
	parts: MemoryParts,
	connection: Connection,
	conversation: string,
	{ text, upTo, from = [] }: ConversationSummary,
): Promise<boolean> {
	const stored = await findConversation(parts, connection, parts.sealing.hash('conversation', conversation));
	if (!stored || stored.row.summary_up_to >= upTo || stored.row.last < upTo) return false;
	const summary = stored.owner.seal(text, `summary ${upTo}`);
	const labels = stored.owner.seal(JSON.stringify(from), `labels ${upTo}`);
	const seal = sealEnd(stored.owner, { ...stored.row, summary_up_to: upTo });
	await changeRow(connection, stored.owner.hash, {
		summary,
		summary_up_to: upTo,
		summary_labels: labels,
		seal,
		failure: null,
		failure_up_to: 0,
	});
	return true;
}

export async function noteFailure(
	parts: MemoryParts,
	connection: Connection,
	conversation: string,
	{ code, upTo }: SummaryFailure,
): Promise<void> {
	const stored = await findConversation(parts, connection, parts.sealing.hash('conversation', conversation));
	if (!stored || stored.row.summary_up_to >= upTo) return;
	await changeRow(connection, stored.owner.hash, { failure: code, failure_up_to: upTo });
}

export async function listConversations(connection: Connection, person: string): Promise<string[]> {
	const rows = await connection.selectFrom('memory_sharers').select('conversation').where('person', '=', person).execute();
	return rows.map(({ conversation }) => conversation).sort();
}

export async function exportConversations(
	parts: MemoryParts,
	connection: Connection,
	person: string,
	own?: (conversation: string) => readonly string[],
): Promise<PersonExport['conversations']> {
	const all: PersonExport['conversations'] = [];
	for (const hash of await listConversations(connection, parts.sealing.hash('person', person))) {
		const stored = await findConversation(parts, connection, hash);
		if (!stored) continue;
		const { owner, row } = stored;
		const turns = await readTurns(connection, stored, 0, memoryBounds.turns);
		const name = owner.unseal(row.name, 'name');
		const hashes = own?.(name).map((one) => parts.sealing.hash('person', one));
		const isOfOthers = hashes && (await isShared(connection, hash, hashes));
		all.push({
			conversation: name,
			...(isOfOthers && { isShared: true as const }),
			...(row.summary && { summary: openSummary(owner, row).summary!.text }),
			turns: turns.map(({ number: _number, ...turn }) => turn),
		});
	}
	return all;
}

async function isShared(connection: Connection, conversation: string, own: readonly string[]): Promise<boolean> {
	const others = connection.selectFrom('memory_sharers').select('person').where('conversation', '=', conversation);
	return (await others.where('person', 'not in', own).limit(1).executeTakeFirst()) !== undefined;
}

/** Returns the number of turns; undefined if it did not exist. */
export async function removeConversation(connection: Connection, hash: string): Promise<number | undefined> {
	const { numDeletedRows } = await connection.deleteFrom('memory_turns').where('conversation', '=', hash).executeTakeFirstOrThrow();
	await connection.deleteFrom('memory_sharers').where('conversation', '=', hash).execute();
	const removed = await connection.deleteFrom('memory_conversations').where('conversation', '=', hash).executeTakeFirstOrThrow();
	return removed.numDeletedRows > 0n ? Number(numDeletedRows) : undefined;
}

interface Stored {
	owner: Owner;
	row: ConversationRow;
}

/** @throws TroupeError VAULT_UNREADABLE */
async function findConversation(parts: MemoryParts, connection: Connection, hash: string): Promise<Stored | undefined> {
	const row = await connection.selectFrom('memory_conversations').selectAll().where('conversation', '=', hash).executeTakeFirst();
	if (!row) return undefined;
	const owner = await knownOwner(parts, hash, row.data_key);
	checkEnd(owner, row);
	return { owner, row };
}

async function openConversation(parts: MemoryParts, connection: Connection, conversation: string, hash: string): Promise<Stored> {
	const stored = await findConversation(parts, connection, hash);
	if (stored) return stored;
	const { owner, dataKey } = await newOwner(parts, hash);
	const nothing = { last: 0, summary: null, summary_up_to: 0, summary_labels: null, failure: null, failure_up_to: 0 };
	const names = { conversation: hash, data_key: dataKey, name: owner.seal(conversation, 'name') };
	const row = { ...names, ...nothing, touched_at: parts.now(), seal: sealEnd(owner, nothing) };
	await connection.insertInto('memory_conversations').values(row).execute();
	return { owner, row };
}

async function changeRow(connection: Connection, hash: string, change: Partial<ConversationRow>): Promise<void> {
	await sendStatement(connection, connection.updateTable('memory_conversations').set(change).where('conversation', '=', hash).compile());
}

async function nameSharer(connection: Connection, conversation: string, person: string): Promise<void> {
	const row = connection
		.insertInto('memory_sharers')
		.values({ conversation, person })
		.onConflict((conflict) => conflict.columns(['conversation', 'person']).doNothing());
	await sendStatement(connection, row.compile());
}

async function readTurns(connection: Connection, { owner, row }: Stored, after: number, limit: number): Promise<StoredTurn[]> {
	const rows = await connection
		.selectFrom('memory_turns')
		.selectAll()
		.where('conversation', '=', owner.hash)
		.where('number', '>', after)
		.orderBy('number')
		.limit(limit)
		.execute();
	checkTurns(rows, row, after, limit);
	return rows.map((turn) => openTurn(owner, turn));
}

/** Binds a turn: under another number or time, it cannot be decrypted. */
const nameTurn = (number: number, at: number): string => `turn ${number} ${at}`;

function openTurn(owner: Owner, { number, at, content }: TurnRow): StoredTurn {
	return { ...(JSON.parse(owner.unseal(content, nameTurn(number, at))) as Omit<ConversationTurn, 'at'>), at, number };
}

async function withoutKnown(connection: Connection, owner: Owner, turns: ConversationTurn[]): Promise<ConversationTurn[]> {
	const moments = turns.map(({ at }) => at);
	const rows = await connection
		.selectFrom('memory_turns')
		.selectAll()
		.where('conversation', '=', owner.hash)
		.where('at', 'in', moments)
		.execute();
	const known = new Set(rows.map((row) => openTurn(owner, row)).map(identity));
	return turns.filter((turn) => !known.has(identity(turn)));
}

const identity = ({ message, reply, at }: ConversationTurn) => JSON.stringify([message, reply, at]);

function openSummary(owner: Owner, row: ConversationRow): { summary?: ConversationSummary } {
	const { summary, summary_up_to: upTo, summary_labels: labels } = row;
	if (!summary || !labels) return {};
	const from = JSON.parse(owner.unseal(labels, `labels ${upTo}`)) as Origin[];
	return { summary: { text: owner.unseal(summary, `summary ${upTo}`), upTo, ...(from.length > 0 && { from }) } };
}
