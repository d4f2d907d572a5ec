import { sql } from 'kysely';
import { memoryBounds } from '../../core/ports/memory-bounds';
import type { Forgotten, ForgottenNames, MemorySealing, MemoryStore, OlderRows } from '../../core/ports/memory';
import { everybody } from '../database/legal-holds';
import {
	addTurns,
	listConversations,
	exportConversations,
	nameConversation,
	noteFailure,
	putSummary,
	readConversation,
	readTurnsAfter,
	removeConversation,
} from './conversation-rows';
import { openMemoryFile, type MemoryDatabase } from './memory-database';
import { ofAnotherKey, type MemoryParts } from './owners';
import { changeMemories, readMemories, removePerson, useMemories } from './person-rows';
import type { Connection } from './memory-tables';

export interface MemoryStoreOptions {
	sealing: MemorySealing;
	tenant?: string;
	/** Milliseconds since the epoch. Default: this machine's clock; with PostgreSQL, the server's. */
	now?: () => number;
	/** Milliseconds after the last use. Default a year. */
	kept?: number;
	/** Held hashes; `everybody` for all of the tenant. Default: none. */
	listHeld?: () => Promise<ReadonlySet<string>>;
}

const cleanedAtOnce = 5;
const forgottenAtOnce = 100;
const cleaningMs = 60_000;

/** A file, shared by processes. @throws TroupeError MEMORY_STORE_UNREACHABLE, DEPENDENCY_MISSING, VAULT_UNREADABLE */
export async function openSqliteMemoryStore(file: string, options: MemoryStoreOptions): Promise<MemoryStore> {
	return createSqlMemoryStore(await openMemoryFile(file), options);
}

/** For several machines. @throws TroupeError MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE */
export async function openPostgresMemoryStore(address: string, options: MemoryStoreOptions): Promise<MemoryStore> {
	const { openMemoryPostgres } = await import('./postgres-memory');
	const database = await openMemoryPostgres(address);
	return createSqlMemoryStore(database, { ...options, now: options.now ?? (await readServerClock(database, options)) });
}

/** Otherwise machines with other clocks would expire data in use. @throws TroupeError MEMORY_STORE_UNREACHABLE */
async function readServerClock(database: MemoryDatabase, { tenant = 'default' }: MemoryStoreOptions): Promise<() => number> {
	const time = sql<{ at: string }>`SELECT floor(extract(epoch FROM clock_timestamp()) * 1000) AS at`;
	try {
		const { rows } = await database.read(tenant, (connection) => time.execute(connection));
		const ahead = Number(rows[0]!.at) - Date.now();
		return () => Date.now() + ahead;
	} catch (error) {
		await database.close();
		throw error;
	}
}

async function createSqlMemoryStore(database: MemoryDatabase, options: MemoryStoreOptions): Promise<MemoryStore> {
	const { sealing, tenant = 'default', now = Date.now, kept = memoryBounds.retentionMs, listHeld = holdsNobody } = options;
	const parts: MemoryParts = { database, sealing, tenant, now, kept, listHeld };
	try {
		await database.change(tenant, 'keys', (connection) => claim(parts, connection));
	} catch (error) {
		await database.close();
		throw error;
	}
	let cleanAt = 0;
	const clean = async () => {
		if (now() < cleanAt) return;
		cleanAt = now() + Math.min(cleaningMs, kept);
		const { memories, conversations } = await cleanMemory(parts, cleanedAtOnce);
		if (memories + conversations > 0) cleanAt = 0;
	};
	const read = <Result>(work: (connection: Connection) => Promise<Result>) => database.read(tenant, work);
	const forgetHashes: MemoryStore['forgetHashes'] = async ({ persons, conversations }) => {
		const all: ForgottenNames = { removed: { memories: 0, conversations: 0, turns: 0 }, conversations: [] };
		for (const [hashes, forget] of [[persons, forgetPersons] as const, [conversations, forgetConversations] as const])
			for (let from = 0; from < hashes.length; from += forgottenAtOnce) {
				const some = hashes.slice(from, from + forgottenAtOnce).sort();
				const { removed, conversations: names } = await database.change(tenant, some[0]!, async (connection) => {
					await database.hold(connection, tenant, some.slice(1));
					return forget(parts, connection, some);
				});
				for (const name of ['memories', 'conversations', 'turns'] as const) all.removed[name] += removed[name];
				all.conversations.push(...names);
			}
		await database.forget();
		return all;
	};
	const ofPerson = <Result>(person: string, work: (connection: Connection) => Promise<Result>) =>
		database.change(tenant, parts.sealing.hash('person', person), work);
	const ofConversation = <Result>(conversation: string, work: (connection: Connection) => Promise<Result>) =>
		database.change(tenant, parts.sealing.hash('conversation', conversation), work);
	return {
		kind: database.dialect,
		memories: (person) => read((connection) => readMemories(parts, connection, person)),
		async changeMemories(person, change) {
			await ofPerson(person, (connection) => changeMemories(parts, connection, person, change));
			await clean();
		},
		async useMemories(person, ids) {
			if (ids.length > 0) await ofPerson(person, (connection) => useMemories(parts, connection, person, ids));
		},
		conversation: (conversation, turns) => read((connection) => readConversation(parts, connection, conversation, turns)),
		turnsAfter: (conversation, after, limit) => read((connection) => readTurnsAfter(parts, connection, conversation, after, limit)),
		async addTurns(conversation, turns, person) {
			if (turns.length === 0) return;
			await ofConversation(conversation, (connection) => addTurns(parts, connection, conversation, turns, person));
			await clean();
		},
		nameConversation: (conversation, person) =>
			ofConversation(conversation, (connection) => nameConversation(parts, connection, conversation, person)),
		putSummary: (conversation, summary) =>
			ofConversation(conversation, (connection) => putSummary(parts, connection, conversation, summary)),
		noteSummaryFailure: (conversation, failure) =>
			ofConversation(conversation, (connection) => noteFailure(parts, connection, conversation, failure)),
		export: (person, own) =>
			read(async (connection) => ({
				memories: (await readMemories(parts, connection, person)).map(({ vector: _vector, stamp: _stamp, ...memory }) => memory),
				conversations: await exportConversations(parts, connection, person, own),
			})),
		listConversations: (person) => read((connection) => listConversations(connection, parts.sealing.hash('person', person))),
		forgetPerson: (person) => forgetHashes({ persons: [sealing.hash('person', person)], conversations: [] }),
		forgetConversation: (conversation) => forgetHashes({ persons: [], conversations: [sealing.hash('conversation', conversation)] }),
		forgetHashes,
		clean: (before) => cleanMemory(parts, Number.MAX_SAFE_INTEGER, before),
		countOlder: (before) => countOlder(parts, before),
		close: () => database.close(),
	};
}

const holdsNobody = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set<string>());

/** Another master key changes all hashes, so the store would seem empty. */
async function claim(parts: MemoryParts, connection: Connection): Promise<void> {
	const { fingerprint } = parts.sealing;
	const stored = await connection.selectFrom('memory_keys').select('fingerprint').executeTakeFirst();
	if (!stored) await connection.insertInto('memory_keys').values({ fingerprint }).execute();
	else if (stored.fingerprint !== fingerprint) throw ofAnotherKey(parts);
}

async function forgetConversations(_parts: MemoryParts, connection: Connection, hashes: string[]): Promise<ForgottenNames> {
	const removed: Forgotten = { memories: 0, conversations: 0, turns: 0 };
	for (const hash of hashes) {
		const turns = await removeConversation(connection, hash);
		if (turns !== undefined) removed.conversations += 1;
		removed.turns += turns ?? 0;
	}
	return { removed, conversations: hashes };
}

async function forgetPersons(parts: MemoryParts, connection: Connection, hashes: string[]): Promise<ForgottenNames> {
	const conversations: string[] = [];
	for (const hash of hashes) conversations.push(...(await listConversations(connection, hash)));
	// All at once, so that two changes never wait for each other.
	await parts.database.hold(connection, parts.tenant, conversations);
	const removed: Forgotten = { memories: 0, conversations: 0, turns: 0 };
	for (const conversation of conversations) {
		const turns = await removeConversation(connection, conversation);
		if (turns === undefined) continue;
		// The agent's conversation has the turns; the requested ID has only its person.
		if (turns > 0) removed.conversations += 1;
		removed.turns += turns;
	}
	for (const hash of hashes) removed.memories += await removePerson(connection, hash);
	return { removed, conversations };
}

interface Owned {
	owner: string;
	rows: number | string | bigint;
}

async function countOlder({ database, tenant, listHeld }: MemoryParts, before: number): Promise<OlderRows[]> {
	const names = await listHeld();
	const isHeld = ({ owner }: { owner: string }) => names.has(everybody) || names.has(owner);
	const sum = (some: Owned[]) => some.reduce((total, { rows }) => total + Number(rows), 0);
	const toCount = (table: string, rows: Owned[]): OlderRows => ({ table, rows: sum(rows), held: sum(rows.filter(isHeld)) });
	return database.read(tenant, async (connection) => {
		const persons = connection.selectFrom('memory_persons').where('touched_at', '<', before);
		const conversations = connection.selectFrom('memory_conversations').where('touched_at', '<', before);
		const facts = connection.selectFrom('memory_facts').where('person', 'in', persons.select('person')).groupBy('person');
		const turns = connection
			.selectFrom('memory_turns')
			.where('conversation', 'in', conversations.select('conversation'))
			.groupBy('conversation');
		const one = { rows: 1 };
		const ofPersons = await persons.select('person as owner').execute();
		const ofConversations = await conversations.select('conversation as owner').execute();
		return [
			toCount(
				'memory_persons',
				ofPersons.map((each) => ({ ...each, ...one })),
			),
			toCount('memory_facts', await facts.select(({ fn }) => ['person as owner', fn.countAll().as('rows')]).execute()),
			toCount(
				'memory_conversations',
				ofConversations.map((each) => ({ ...each, ...one })),
			),
			toCount('memory_turns', await turns.select(({ fn }) => ['conversation as owner', fn.countAll().as('rows')]).execute()),
		];
	});
}

/** Removes up to `max` expired persons and conversations, except held ones. @param before time of the last use */
async function cleanMemory({ database, tenant, now, kept, listHeld }: MemoryParts, max: number, before = now() - kept): Promise<Forgotten> {
	const removed: Forgotten = { memories: 0, conversations: 0, turns: 0 };
	const held = await listHeld();
	if (held.has(everybody)) return removed;
	const found = Math.min(max + held.size, Number.MAX_SAFE_INTEGER);
	const old = await database.read(tenant, async (connection) => ({
		persons: await connection.selectFrom('memory_persons').select('person').where('touched_at', '<', before).limit(found).execute(),
		conversations: await connection
			.selectFrom('memory_conversations')
			.select('conversation')
			.where('touched_at', '<', before)
			.limit(found)
			.execute(),
	}));
	// Checked again under its lock: it may have been used meanwhile.
	for (const { person } of old.persons.filter((one) => !held.has(one.person)).slice(0, max))
		await database.change(tenant, person, async (connection) => {
			const still = connection.selectFrom('memory_persons').select('person').where('person', '=', person);
			if (await still.where('touched_at', '<', before).executeTakeFirst()) removed.memories += await removePerson(connection, person);
		});
	for (const { conversation } of old.conversations.filter((one) => !held.has(one.conversation)).slice(0, max))
		await database.change(tenant, conversation, async (connection) => {
			const still = connection.selectFrom('memory_conversations').select('conversation').where('conversation', '=', conversation);
			if (!(await still.where('touched_at', '<', before).executeTakeFirst())) return;
			removed.turns += (await removeConversation(connection, conversation)) ?? 0;
			removed.conversations += 1;
		});
	return removed;
}
