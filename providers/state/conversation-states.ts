import { type Clock, type ConversationState, type ConversationStateStore, systemClock } from '../../core/ports';
import { type Connection, shareDatabase } from '../../database/shared-database';

const schema = `
	CREATE TABLE IF NOT EXISTS state (
		tenant TEXT NOT NULL,
		conversation TEXT NOT NULL,
		state TEXT NOT NULL,
		expires_at INTEGER NOT NULL,
		PRIMARY KEY (tenant, conversation)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS state_by_end ON state (expires_at);
`;
const thirtyDaysMs = 30 * 86_400_000;
/** Expired conversations removed with each change; more than a change adds on average. */
const forgottenAtOnce = 20;

interface ConversationStatesOptions {
	/** A tenant sees only its own conversations. */
	tenant: string;
	/** Returns a keyed hash of a conversation's id, because the id is often a phone number. */
	pseudonym(conversationId: string): Promise<string>;
	/** How long an inactive conversation is kept, in milliseconds. Default thirty days. */
	ttlMs?: number;
	clock?: Clock;
	/** How long to wait for another process that locks the file, in milliseconds. */
	timeoutMs?: number;
}

export interface ForgetfulConversationStates extends ConversationStateStore {
	/** Removes conversations by the keyed hashes of their ids. */
	forget(conversations: string[]): Promise<void>;
	close(): void;
}

/**
 * Stores the counts of stateful guardrails in a SQLite file that several processes can share, by the keyed hash of the conversation's id.
 * @throws TroupeError INTERNAL on use, retryable while another process locks the file
 */
export function openConversationStates(file: string, options: ConversationStatesOptions): ForgetfulConversationStates {
	const { tenant, ttlMs = thirtyDaysMs, clock = systemClock, timeoutMs } = options;
	const database = shareDatabase({ file, what: 'The states of conversations', schema, version: 1, timeoutMs, forgetsForGood: true });
	return {
		async read(conversationId) {
			const conversation = await options.pseudonym(conversationId);
			return database.use((connection) => read(connection, tenant, conversation, clock.now()));
		},
		async change(conversationId, change) {
			const conversation = await options.pseudonym(conversationId);
			return database.change((connection) => {
				const now = clock.now();
				const state = change(read(connection, tenant, conversation, now));
				write(connection, tenant, conversation, state, now + ttlMs);
				forget(connection, now);
				return state;
			});
		},
		async forget(conversations) {
			await database.change((connection) => {
				const statement = connection.sql('DELETE FROM state WHERE tenant = ? AND conversation = ?');
				for (const conversation of conversations) statement.run(tenant, conversation);
			});
			await database.emptyLog();
		},
		close: () => database.close(),
	};
}

function read(connection: Connection, tenant: string, conversation: string, now: number): ConversationState | undefined {
	const row = connection
		.sql('SELECT state FROM state WHERE tenant = ? AND conversation = ? AND expires_at > ?')
		.get(tenant, conversation, now);
	return row && (JSON.parse((row as { state: string }).state) as ConversationState);
}

function write(connection: Connection, tenant: string, conversation: string, state: ConversationState, expiresAt: number): void {
	connection
		.sql(
			'INSERT INTO state (tenant, conversation, state, expires_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET state = ?3, expires_at = ?4',
		)
		.run(tenant, conversation, JSON.stringify(state), expiresAt);
}

function forget(connection: Connection, now: number): void {
	connection
		.sql(
			`DELETE FROM state WHERE (tenant, conversation) IN
			(SELECT tenant, conversation FROM state WHERE expires_at <= ? LIMIT ${forgottenAtOnce})`,
		)
		.run(now);
}
