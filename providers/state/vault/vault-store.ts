import type { VaultAddition, VaultConversation, VaultEntry, VaultScope, VaultStore } from '../../../core/ports/guardrails/vault';
import { textsOf } from '../../database/in-list';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateConnection, type StateDatabaseOptions } from '../../database/state-database';
import type { ChangeOptions, StateDatabase } from '../../database/state-database';
import { dueEvery } from '../due-every';
import { destroyKeys, vaultSchema, vaultTurn } from './vault-schema';

const isConversationHeld = `EXISTS (SELECT 1 FROM subject_key WHERE subject_key.id = vault_conversation.key_id
	AND ${isOnHold('subject_key', ['subject'])})`;
const isEntryHeld = `EXISTS (SELECT 1 FROM vault_conversation WHERE vault_conversation.id = vault_entry.conversation AND ${isConversationHeld})`;

interface EndedConversation {
	id: number;
	tenant: string;
	keyId: string;
}

/**
 * Removes expired entries, empty conversations and unused keys of all tenants. @param inTurn the turn that opens conversations, so that key removal
 * cannot race @param limit of rows of each table @returns the number of entries
 */
async function cleanVault(database: StateDatabase, now: number, inTurn: ChangeOptions, limit: number): Promise<number> {
	const { removed, ended } = await database.change(everyTenant, async (connection) => ({
		removed: await connection.run(
			`DELETE FROM vault_entry WHERE expires_at <= ? AND id IN (
				SELECT id FROM vault_entry WHERE expires_at <= ? AND NOT ${isEntryHeld} LIMIT ?)`,
			now,
			now,
			limit,
		),
		ended: await connection.all<EndedConversation>(
			`SELECT id, tenant, key_id AS "keyId" FROM vault_conversation WHERE expires_at <= ? AND NOT ${isConversationHeld} LIMIT ?`,
			now,
			limit,
		),
	}));
	for (const [tenant, theirs] of Map.groupBy(ended, (conversation) => conversation.tenant))
		await database.change(tenant, (connection) => removeConversations(connection, theirs, now), inTurn);
	return removed;
}

async function removeConversations(connection: StateConnection, ended: EndedConversation[], now: number): Promise<void> {
	for (const { id, keyId } of ended) {
		// Its entries go first, in portions.
		await connection.run(
			'DELETE FROM vault_conversation WHERE id = ?1 AND expires_at <= ?2 AND NOT EXISTS (SELECT 1 FROM vault_entry WHERE conversation = ?1)',
			id,
			now,
		);
		await connection.run(
			'DELETE FROM subject_key WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM vault_conversation WHERE key_id = ?1)',
			keyId,
		);
	}
}

/** Additions between cleanings, which remove more than was added. A process's first addition cleans too. */
const additionsPerCleaning = 100;
const cleanedAtOnce = 500;
/** Bounds each change, so that others can write in between. */
const cleanedPerChange = 5_000;

export interface HostVaultStore extends VaultStore {
	readFingerprint(): Promise<string | undefined>;
	close(): Promise<void>;
}

/**
 * Stores tokens in a shared database, opened on first use. SQLite overwrites deleted data. @param place `postgres://…`, or the path of a file @throws
 * TroupeError on use: STORAGE_…
 */
export function openVaultStore(place: string, options?: StateDatabaseOptions): HostVaultStore {
	const database = openStateDatabase(place, vaultSchema, options);
	const inTurn = { turn: vaultTurn };
	const isCleaningDue = dueEvery(additionsPerCleaning);
	return {
		claim: (fingerprint) => database.change(everyTenant, (connection) => claim(connection, fingerprint)),
		readFingerprint: () => database.read(everyTenant, readFingerprint),
		conversation: ({ tenant, conversation }, now) =>
			database.read(tenant, (connection) => findConversation(connection, tenant, conversation, now)),
		conversationsOf: (scope, now) => database.read(scope.tenant, (connection) => listConversations(connection, scope, now)),
		openConversation: (scope, fresh, end, now) =>
			database.change(scope.tenant, (connection) => openConversation(connection, scope, fresh, end, now), inTurn),
		takeNumbers: (scope, label, count) => database.change(scope.tenant, (connection) => takeNumbers(connection, scope, label, count)),
		async add(scope, keyId, entries, max, now) {
			const outcomes = await database.change(scope.tenant, (connection) => add(connection, scope, keyId, entries, max, now));
			if (isCleaningDue(entries.length)) await cleanVault(database, now, inTurn, cleanedAtOnce);
			return outcomes;
		},
		find: (scope, by, wanted, now) => database.read(scope.tenant, (connection) => find(connection, scope, by, wanted, now)),
		renew: (scope, tokens, end) => database.change(scope.tenant, (connection) => renew(connection, scope, tokens, end)),
		async destroySubject(tenant, subject) {
			const destroyed = await database.change(tenant, (connection) => destroyKeys(connection, tenant, subject), inTurn);
			// Otherwise the log would keep removed data.
			await database.emptyLog();
			return destroyed;
		},
		async clean(now) {
			for (let removed = 0; ;) {
				const some = await cleanVault(database, now, inTurn, cleanedPerChange);
				removed += some;
				if (some < cleanedPerChange) return removed;
			}
		},
		close: () => database.close(),
	};
}

async function claim(connection: StateConnection, fingerprint: string): Promise<string> {
	await connection.run('INSERT INTO host_key (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING', fingerprint);
	return (await readFingerprint(connection))!;
}

async function readFingerprint(connection: StateConnection): Promise<string | undefined> {
	return (await connection.get<{ fingerprint: string }>('SELECT fingerprint FROM host_key'))?.fingerprint;
}

function findConversation(
	connection: StateConnection,
	tenant: string,
	conversation: string,
	now: number,
): Promise<VaultConversation | undefined> {
	return connection.get<VaultConversation>(
		`SELECT c.nonce, k.subject, k.id AS "keyId", k.wrapped AS "wrappedKey"
		FROM vault_conversation c JOIN subject_key k ON k.id = c.key_id
		WHERE c.tenant = ? AND c.conversation = ? AND c.expires_at > ?`,
		tenant,
		conversation,
		now,
	);
}

function listConversations(connection: StateConnection, { tenant, holder }: VaultScope, now: number) {
	return connection.all<VaultConversation & Pick<VaultScope, 'conversation'>>(
		`SELECT c.conversation, c.nonce, k.subject, k.id AS "keyId", k.wrapped AS "wrappedKey"
		FROM vault_conversation c JOIN subject_key k ON k.id = c.key_id
		WHERE c.tenant = ? AND c.holder = ? AND c.expires_at > ?`,
		tenant,
		holder,
		now,
	);
}

async function openConversation(
	connection: StateConnection,
	{ tenant, conversation, holder }: VaultScope,
	fresh: VaultConversation,
	expiresAt: number,
	now: number,
): Promise<VaultConversation | undefined> {
	const there = await findConversation(connection, tenant, conversation, now);
	if (there) {
		if (there.subject !== holder) return there;
		await connection.run('UPDATE subject_key SET subject = ? WHERE id = ?', fresh.subject, there.keyId);
		return { ...there, subject: fresh.subject };
	}
	// Renews a held conversation instead of creating one.
	const isRenewed = await connection.run(
		`UPDATE vault_conversation SET expires_at = ? WHERE tenant = ? AND conversation = ? AND expires_at <= ? AND ${isConversationHeld}`,
		expiresAt,
		tenant,
		conversation,
		now,
	);
	if (isRenewed > 0) return findConversation(connection, tenant, conversation, now);
	await connection.run(
		'DELETE FROM vault_conversation WHERE tenant = ? AND conversation = ? AND expires_at <= ?',
		tenant,
		conversation,
		now,
	);
	if (await connection.get('SELECT 1 FROM vault_conversation WHERE tenant = ? AND nonce = ?', tenant, fresh.nonce)) return undefined;
	await connection.run(
		`INSERT INTO subject_key (id, tenant, subject, wrapped) SELECT ?1, ?2, ?3, ?4
		WHERE NOT EXISTS (SELECT 1 FROM subject_key WHERE tenant = ?2 AND subject = ?3)`,
		fresh.keyId,
		tenant,
		fresh.subject,
		fresh.wrappedKey,
	);
	await connection.run(
		`INSERT INTO vault_conversation (tenant, conversation, nonce, key_id, expires_at, holder)
		VALUES (?1, ?2, ?3, (SELECT id FROM subject_key WHERE tenant = ?1 AND subject = ?4 LIMIT 1), ?5, ?6)`,
		tenant,
		conversation,
		fresh.nonce,
		fresh.subject,
		expiresAt,
		holder,
	);
	return findConversation(connection, tenant, conversation, now);
}

/** PostgreSQL locks the conversation's row, whose removal would break references. */
async function takeNumbers(
	connection: StateConnection,
	{ tenant, conversation }: VaultScope,
	label: string,
	count: number,
): Promise<number> {
	const held = connection.dialect === 'postgres' ? 'FOR KEY SHARE' : '';
	const taken = await connection.get<{ number: number }>(
		`INSERT INTO last_number (tenant, conversation, label, number)
		SELECT tenant, id, ?3, ?4 FROM vault_conversation WHERE tenant = ?1 AND conversation = ?2 ${held}
		ON CONFLICT (conversation, label) DO UPDATE SET number = last_number.number + ?4 RETURNING number`,
		tenant,
		conversation,
		label,
		count,
	);
	return (taken?.number ?? count) - count + 1;
}

/** Locks the conversation first, to serialise additions with its removal. */
async function add(
	connection: StateConnection,
	{ tenant, conversation }: VaultScope,
	keyId: string,
	entries: VaultEntry[],
	max: number,
	now: number,
): Promise<VaultAddition[]> {
	const end = Math.max(...entries.map(({ expiresAt }) => expiresAt));
	const row = await connection.get<{ id: number }>(
		`UPDATE vault_conversation SET expires_at = CASE WHEN expires_at < ?1 THEN ?1 ELSE expires_at END
		WHERE tenant = ?2 AND conversation = ?3 AND key_id = ?4 AND expires_at > ?5 RETURNING id`,
		end,
		tenant,
		conversation,
		keyId,
		now,
	);
	if (!row) return entries.map(() => 'gone');
	await connection.run(
		`UPDATE vault_entry SET expires_at = ? WHERE +conversation = ? AND expires_at <= ? AND ${isEntryHeld}`,
		end,
		row.id,
		now,
	);
	// Uses the expiry index; the conversation's would scan all entries.
	await connection.run('DELETE FROM vault_entry WHERE +conversation = ? AND expires_at <= ?', row.id, now);
	let room = max - (await countAtMost(connection, row.id, max - entries.length));
	const outcomes: VaultAddition[] = [];
	for (const entry of entries) {
		const outcome =
			room > 0 ? await insert(connection, tenant, row.id, entry) : ((await findTaken(connection, row.id, entry)) ?? ('full' as const));
		if (outcome === 'added') room -= 1;
		outcomes.push(outcome);
	}
	return outcomes;
}

/** The highest number usually proves room; entries are counted only otherwise. */
async function countAtMost(connection: StateConnection, conversation: number, limit: number): Promise<number> {
	const numbers = await connection.all<{ number: number }>('SELECT number FROM last_number WHERE conversation = ?', conversation);
	const taken = numbers.reduce((sum, { number }) => sum + number, 0);
	if (taken <= limit) return taken;
	const row = await connection.get<{ there: number }>('SELECT count(*) AS there FROM vault_entry WHERE conversation = ?', conversation);
	return row!.there;
}

async function insert(connection: StateConnection, tenant: string, conversation: number, entry: VaultEntry): Promise<VaultAddition> {
	const added = await connection.run(
		`INSERT INTO vault_entry (tenant, conversation, token, value, canonical, sealed, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		tenant,
		conversation,
		entry.token,
		entry.value,
		entry.canonical,
		entry.sealed,
		entry.expiresAt,
	);
	return added === 1 ? 'added' : (await findTaken(connection, conversation, entry))!;
}

async function findTaken(
	connection: StateConnection,
	conversation: number,
	{ token, value }: VaultEntry,
): Promise<VaultAddition | undefined> {
	if (await connection.get('SELECT 1 FROM vault_entry WHERE conversation = ? AND token = ?', conversation, token)) return 'token-taken';
	return (await connection.get('SELECT 1 FROM vault_entry WHERE conversation = ? AND value = ?', conversation, value)) && 'value-taken';
}

function find(
	connection: StateConnection,
	{ tenant, conversation }: VaultScope,
	by: 'token' | 'value' | 'canonical',
	wanted: string[],
	now: number,
): Promise<VaultEntry[]> {
	return connection.all<VaultEntry>(
		`SELECT e.token, e.value, e.canonical, e.sealed, e.expires_at AS "expiresAt" FROM vault_entry e JOIN vault_conversation c ON c.id = e.conversation
		WHERE c.tenant = ? AND c.conversation = ? AND e.${by} IN ${textsOf(connection)} AND e.expires_at > ?`,
		tenant,
		conversation,
		JSON.stringify(wanted),
		now,
	);
}

async function renew(connection: StateConnection, { tenant, conversation }: VaultScope, tokens: string[], end: number): Promise<void> {
	const row = await connection.get<{ id: number }>(
		`UPDATE vault_conversation SET expires_at = CASE WHEN expires_at < ?1 THEN ?1 ELSE expires_at END
		WHERE tenant = ?2 AND conversation = ?3 RETURNING id`,
		end,
		tenant,
		conversation,
	);
	if (!row) return;
	await connection.run(
		`UPDATE vault_entry SET expires_at = ? WHERE conversation = ? AND token IN ${textsOf(connection)}`,
		end,
		row.id,
		JSON.stringify(tokens),
	);
}
