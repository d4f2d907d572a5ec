import { keptMs } from '../../../core/base/privacy/kept-classes';
import type { ConversationState, ConversationStateStore } from '../../../core/ports/guardrails/conversation-state';
import { type Clock, systemClock } from '../../../core/ports/host';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';
import { dueEvery } from '../due-every';

export const conversationStateSchema: StateSchema = {
	name: 'conversation_states',
	what: 'The states of conversations',
	version: 1,
	forgetting: {
		async remove(connection, { tenant, pseudonyms }) {
			let removed = 0;
			for (const hash of pseudonyms) {
				removed += await connection.run('DELETE FROM conversation_state WHERE tenant = ? AND conversation = ?', tenant, hash);
				removed += await connection.run('DELETE FROM abuse WHERE tenant = ? AND contact = ?', tenant, hash);
				removed += await connection.run('DELETE FROM abuse_lift WHERE tenant = ? AND contact = ?', tenant, hash);
			}
			return removed;
		},
	},
	tables: {
		conversation_state: {
			kept: 'count',
			whose: { pseudonym: 'conversation' },
			endsBy: 'expires_at',
			pseudonym: 'conversation',
			derived: 'state',
			nothing: 'expires_at',
		},
		abuse: {
			kept: 'count',
			whose: { pseudonym: 'contact' },
			endsBy: 'expires_at',
			pseudonym: 'contact',
			derived: 'standing',
			nothing: 'changed_at expires_at',
		},
		abuse_lift: { kept: 'lift', whose: { pseudonym: 'contact' }, pseudonym: 'contact', user: 'lifted_by', nothing: 'id at' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS conversation_state (
			tenant TEXT NOT NULL,
			conversation TEXT NOT NULL,
			state TEXT NOT NULL,
			expires_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, conversation)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS conversation_state_by_end ON conversation_state (expires_at);
		CREATE TABLE IF NOT EXISTS abuse (
			tenant TEXT NOT NULL,
			contact TEXT NOT NULL,
			standing TEXT NOT NULL,
			changed_at INTEGER NOT NULL,
			expires_at INTEGER NOT NULL,
			PRIMARY KEY (tenant, contact)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS abuse_by_end ON abuse (expires_at);
		CREATE TABLE IF NOT EXISTS abuse_lift (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			contact TEXT NOT NULL,
			at INTEGER NOT NULL,
			lifted_by TEXT NOT NULL,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS abuse_lift_by_time ON abuse_lift (at);
	`,
};
/** Changes between cleanings, which remove more than was added. A process's first change cleans too. */
const changesPerCleaning = 20;
const cleanedAtOnce = 200;

interface ConversationStatesOptions {
	tenant: string;
	/** Returns a keyed hash: the id is often a phone number. */
	pseudonym(conversationId: string): Promise<string>;
	/** Retention of an inactive conversation, in milliseconds. Default thirty days. */
	ttlMs?: number;
	retentionMs?: () => Promise<number | undefined>;
	clock?: Clock;
	/** Max wait for another process's file lock, in milliseconds. */
	timeoutMs?: number;
}

export interface OpenConversationStates {
	/** Default owner: nobody. */
	of(owner?: string): ConversationStateStore;
	close(): Promise<void>;
}

/**
 * Stores counts of stateful guardrails in a shared database by the conversation's keyed hash. Forgetting an id covers all owners, which share a row.
 * @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_…
 */
export function openConversationStates(place: string, options: ConversationStatesOptions): OpenConversationStates {
	const { tenant, ttlMs = keptMs('count'), clock = systemClock, timeoutMs } = options;
	const database = openStateDatabase(place, conversationStateSchema, { timeoutMs });
	const isCleaningDue = dueEvery(changesPerCleaning);
	return {
		of: (owner = '') => ({
			async read(conversationId) {
				const conversation = await options.pseudonym(conversationId);
				return (await database.read(tenant, (connection) => read(connection, tenant, conversation, clock.now())))[owner];
			},
			async change(conversationId, change) {
				const conversation = await options.pseudonym(conversationId);
				const keptMs = Math.min(ttlMs, (await options.retentionMs?.()) ?? ttlMs);
				const changeInTurn = async (connection: StateConnection) => {
					const now = clock.now();
					const states = await read(connection, tenant, conversation, now);
					const state = change(states[owner]);
					await write(connection, tenant, conversation, { ...states, [owner]: state }, now + keptMs);
					return state;
				};
				const state = await database.change(tenant, changeInTurn, { turn: JSON.stringify([tenant, conversation]) });
				if (isCleaningDue()) await database.change(everyTenant, (connection) => clean(connection, clock.now()), { turn: 'clean' });
				return state;
			},
		}),
		close: () => database.close(),
	};
}

type OwnedStates = Partial<Record<string, ConversationState>>;

async function read(connection: StateConnection, tenant: string, conversation: string, now: number): Promise<OwnedStates> {
	const row = await connection.get<{ state: string }>(
		'SELECT state FROM conversation_state WHERE tenant = ? AND conversation = ? AND expires_at > ?',
		tenant,
		conversation,
		now,
	);
	return row ? (JSON.parse(row.state) as OwnedStates) : {};
}

function write(connection: StateConnection, tenant: string, conversation: string, states: OwnedStates, end: number): Promise<number> {
	return connection.run(
		`INSERT INTO conversation_state (tenant, conversation, state, expires_at) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant, conversation) DO UPDATE SET state = ?3, expires_at = ?4`,
		tenant,
		conversation,
		JSON.stringify(states),
		end,
	);
}

function clean(connection: StateConnection, now: number): Promise<number> {
	return connection.run(
		`DELETE FROM conversation_state WHERE expires_at <= ?1 AND (tenant, conversation) IN
		(SELECT tenant, conversation FROM conversation_state WHERE expires_at <= ?1 AND NOT ${isOnHold('conversation_state', ['conversation'])} LIMIT ?2)`,
		now,
		cleanedAtOnce,
	);
}
