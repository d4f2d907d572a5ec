import type { VaultAddition, VaultConversation, VaultEntry, VaultScope, VaultStore } from '../../core/ports';
import { type Connection, shareDatabase } from '../../database/shared-database';

const schema = `
	CREATE TABLE IF NOT EXISTS host_key (one INTEGER PRIMARY KEY CHECK (one = 1), fingerprint TEXT NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS subject_key (
		id TEXT NOT NULL PRIMARY KEY,
		tenant TEXT NOT NULL,
		subject TEXT NOT NULL,
		wrapped BLOB NOT NULL
	) STRICT;
	CREATE INDEX IF NOT EXISTS key_by_subject ON subject_key (tenant, subject);
	CREATE TABLE IF NOT EXISTS conversation (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		tenant TEXT NOT NULL,
		conversation TEXT NOT NULL,
		nonce TEXT NOT NULL COLLATE NOCASE,
		key_id TEXT NOT NULL REFERENCES subject_key (id) ON DELETE CASCADE,
		expires_at INTEGER NOT NULL,
		UNIQUE (tenant, conversation),
		UNIQUE (tenant, nonce)
	) STRICT;
	CREATE INDEX IF NOT EXISTS conversation_by_key ON conversation (key_id);
	CREATE INDEX IF NOT EXISTS conversation_by_end ON conversation (expires_at);
	CREATE TABLE IF NOT EXISTS last_number (
		conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
		label TEXT NOT NULL,
		number INTEGER NOT NULL,
		PRIMARY KEY (conversation, label)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS entry (
		id INTEGER PRIMARY KEY,
		conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
		token TEXT NOT NULL,
		value TEXT NOT NULL,
		canonical TEXT NOT NULL,
		sealed BLOB NOT NULL,
		expires_at INTEGER NOT NULL,
		UNIQUE (conversation, token),
		UNIQUE (conversation, value)
	) STRICT;
	CREATE INDEX IF NOT EXISTS entry_by_canonical ON entry (conversation, canonical);
	CREATE INDEX IF NOT EXISTS entry_by_end ON entry (expires_at);
`;

/** Expired entries removed with each addition; more than one adds on average. */
const cleanedAtOnce = { entries: 200, conversations: 50 } as const;

/**
 * Stores tokens in a SQLite file that several processes can share. The first use opens it and creates its folder for this user only.
 * Deleted data is overwritten.
 * @param timeoutMs how long to wait for another process that locks the file
 * @throws TroupeError INTERNAL on use, retryable while another process locks the file
 */
export function openVaultStore(file: string, timeoutMs?: number): VaultStore & { close(): void } {
	const database = shareDatabase({
		file,
		what: 'The token vault',
		schema,
		version: 1,
		timeoutMs,
		forgetsForGood: true,
	});
	return {
		claim: (fingerprint) => database.change((connection) => claim(connection, fingerprint)),
		conversation: (scope, now) => database.use((connection) => findRow(connection, scope, now)?.conversation),
		openConversation: (scope, fresh, end, now) => database.change((connection) => openConversation(connection, scope, fresh, end, now)),
		takeNumbers: (scope, label, count) => database.change((connection) => takeNumbers(connection, scope, label, count)),
		add: (scope, keyId, entries, max, now) => database.change((connection) => add(connection, scope, keyId, entries, max, now)),
		find: (scope, by, wanted, now) => database.use((connection) => find(connection, scope, by, wanted, now)),
		renew: (scope, tokens, end) => database.change((connection) => renew(connection, scope, tokens, end)),
		async destroySubject(tenant, subject) {
			const destroyed = await database.change((connection) => destroy(connection, tenant, subject));
			// Otherwise the log would keep data that the file no longer has.
			await database.emptyLog();
			return destroyed;
		},
		clean: (now) => database.change((connection) => clean(connection, now, { entries: -1, conversations: -1 })),
		close: () => database.close(),
	};
}

function claim(connection: Connection, fingerprint: string): string {
	connection.sql('INSERT INTO host_key (one, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING').run(fingerprint);
	return (connection.sql('SELECT fingerprint FROM host_key').get() as { fingerprint: string }).fingerprint;
}

function findRow(
	connection: Connection,
	{ tenant, conversation }: VaultScope,
	now: number,
): { id: number; conversation: VaultConversation } | undefined {
	const row = connection
		.sql(
			`SELECT c.id, c.nonce, k.subject, k.id AS keyId, k.wrapped AS wrappedKey
			FROM conversation c JOIN subject_key k ON k.id = c.key_id
			WHERE c.tenant = ? AND c.conversation = ? AND c.expires_at > ?`,
		)
		.get(tenant, conversation, now) as ({ id: number } & VaultConversation) | undefined;
	if (!row) return undefined;
	const { id, ...found } = row;
	return { id, conversation: found };
}

function openConversation(
	connection: Connection,
	scope: VaultScope,
	fresh: VaultConversation,
	expiresAt: number,
	now: number,
): VaultConversation | undefined {
	const { tenant, conversation } = scope;
	const there = findRow(connection, scope, now)?.conversation;
	if (there) {
		if (there.subject !== conversation) return there;
		connection.sql('UPDATE subject_key SET subject = ? WHERE id = ?').run(fresh.subject, there.keyId);
		return { ...there, subject: fresh.subject };
	}
	connection.sql('DELETE FROM conversation WHERE tenant = ? AND conversation = ?').run(tenant, conversation);
	if (connection.sql('SELECT 1 FROM conversation WHERE tenant = ? AND nonce = ?').get(tenant, fresh.nonce)) return undefined;
	connection
		.sql(
			`INSERT INTO subject_key (id, tenant, subject, wrapped) SELECT ?1, ?2, ?3, ?4
			WHERE NOT EXISTS (SELECT 1 FROM subject_key WHERE tenant = ?2 AND subject = ?3)`,
		)
		.run(fresh.keyId, tenant, fresh.subject, fresh.wrappedKey);
	connection
		.sql(
			`INSERT INTO conversation (tenant, conversation, nonce, key_id, expires_at)
			VALUES (?1, ?2, ?3, (SELECT id FROM subject_key WHERE tenant = ?1 AND subject = ?4 LIMIT 1), ?5)`,
		)
		.run(tenant, conversation, fresh.nonce, fresh.subject, expiresAt);
	return findRow(connection, scope, now)?.conversation;
}

function takeNumbers(connection: Connection, { tenant, conversation }: VaultScope, label: string, count: number): number {
	const taken = connection
		.sql(
			`INSERT INTO last_number (conversation, label, number) SELECT id, ?3, ?4 FROM conversation WHERE tenant = ?1 AND conversation = ?2
			ON CONFLICT DO UPDATE SET number = number + ?4 RETURNING number`,
		)
		.get(tenant, conversation, label, count) as { number: number } | undefined;
	return (taken?.number ?? count) - count + 1;
}

function add(connection: Connection, scope: VaultScope, keyId: string, entries: VaultEntry[], max: number, now: number): VaultAddition[] {
	const row = findRow(connection, scope, now);
	if (!row || row.conversation.keyId !== keyId) return entries.map(() => 'gone');
	// Uses the index of expiry: with that of the conversation, each addition would scan all entries.
	connection.sql('DELETE FROM entry WHERE +conversation = ? AND expires_at <= ?').run(row.id, now);
	let room = max - entriesAtMost(connection, row.id, max - entries.length);
	const outcomes = entries.map((entry) => {
		const outcome = room > 0 ? insert(connection, row.id, entry) : (takenBy(connection, row.id, entry) ?? 'full');
		if (outcome === 'added') room -= 1;
		return outcome;
	});
	const end = Math.max(...entries.map(({ expiresAt }) => expiresAt));
	connection.sql('UPDATE conversation SET expires_at = max(expires_at, ?) WHERE id = ?').run(end, row.id);
	clean(connection, now, cleanedAtOnce);
	return outcomes;
}

/** Each entry takes a number, so the highest number usually shows that there is room; entries are counted only if it does not. */
function entriesAtMost(connection: Connection, conversation: number, limit: number): number {
	const { taken } = connection.sql('SELECT total(number) AS taken FROM last_number WHERE conversation = ?').get(conversation) as {
		taken: number;
	};
	if (taken <= limit) return taken;
	const { there } = connection.sql('SELECT count(*) AS there FROM entry WHERE conversation = ?').get(conversation) as { there: number };
	return there;
}

function insert(connection: Connection, conversation: number, entry: VaultEntry): VaultAddition {
	const { changes } = connection
		.sql(
			`INSERT INTO entry (conversation, token, value, canonical, sealed, expires_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`,
		)
		.run(conversation, entry.token, entry.value, entry.canonical, entry.sealed, entry.expiresAt);
	return changes === 1 ? 'added' : takenBy(connection, conversation, entry)!;
}

function takenBy(connection: Connection, conversation: number, { token, value }: VaultEntry): VaultAddition | undefined {
	const byToken = connection.sql('SELECT 1 FROM entry WHERE conversation = ? AND token = ?').get(conversation, token);
	if (byToken) return 'token-taken';
	return connection.sql('SELECT 1 FROM entry WHERE conversation = ? AND value = ?').get(conversation, value) && 'value-taken';
}

function find(
	connection: Connection,
	{ tenant, conversation }: VaultScope,
	by: 'token' | 'value' | 'canonical',
	wanted: string[],
	now: number,
): VaultEntry[] {
	const entries = connection.sql(
		`SELECT e.token, e.value, e.canonical, e.sealed, e.expires_at AS expiresAt FROM entry e JOIN conversation c ON c.id = e.conversation
		WHERE c.tenant = ? AND c.conversation = ? AND e.${by} IN (SELECT value FROM json_each(?)) AND e.expires_at > ?`,
	);
	return entries.all(tenant, conversation, JSON.stringify(wanted), now) as unknown as VaultEntry[];
}

function renew(connection: Connection, { tenant, conversation }: VaultScope, tokens: string[], expiresAt: number): void {
	connection
		.sql(
			`UPDATE entry SET expires_at = ? WHERE token IN (SELECT value FROM json_each(?))
			AND conversation = (SELECT id FROM conversation WHERE tenant = ? AND conversation = ?)`,
		)
		.run(expiresAt, JSON.stringify(tokens), tenant, conversation);
	connection
		.sql('UPDATE conversation SET expires_at = max(expires_at, ?) WHERE tenant = ? AND conversation = ?')
		.run(expiresAt, tenant, conversation);
}

/** Conversations and entries go with the key. */
function destroy(connection: Connection, tenant: string, subject: string): number {
	return Number(connection.sql('DELETE FROM subject_key WHERE tenant = ? AND subject = ?').run(tenant, subject).changes);
}

/** A limit of -1 means no limit. */
function clean(connection: Connection, now: number, limit: { entries: number; conversations: number }): number {
	const ended = connection
		.sql('SELECT id, key_id AS keyId FROM conversation WHERE expires_at <= ? LIMIT ?')
		.all(now, limit.conversations) as Array<{ id: number; keyId: string }>;
	const { changes } = connection
		.sql('DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE expires_at <= ? LIMIT ?)')
		.run(now, limit.entries);
	for (const { id, keyId } of ended) {
		// Its entries go first, in portions.
		connection.sql('DELETE FROM conversation WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE conversation = ?1)').run(id);
		connection.sql('DELETE FROM subject_key WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM conversation WHERE key_id = ?1)').run(keyId);
	}
	return Number(changes);
}
