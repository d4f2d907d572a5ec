import { keptMs } from '../../base/privacy/kept-classes';
import type { VaultStore } from '../../ports/guardrails/vault';
import { type Clock, systemClock } from '../../ports/host';
import { nameStored } from '../../memory/conversations/conversation-names';
import type { PersonalDataOptions } from '../personal-data/find-personal-data';
import { type ConversationVault, vaultWithBook } from './conversation-vault';
import { randomNonce } from './create-vault';
import { storedTokenBook } from './stored-token-book';
import type { TokenBook } from './token-book';
import { createConversations } from './vault-conversations';
import type { VaultKeys } from './vault-keys';

/** Thirty days after a value was last masked. */
export const vaultTtlMs = keptMs('token');

const maxEntries = 10_000;

export interface OpenVaultOptions extends PersonalDataOptions {
	conversationId: string;
	/** Distinguishes conversations under the same id, as in core/memory/conversations/conversation-names.ts. Default: the id. */
	name?: string;
	/** Other names under the id whose tokens are restored; `all`: all of them. Default: none. */
	reads?: readonly string[] | 'all';
	/** If known: destroying a person's keys destroys the tokens of all their conversations. */
	subjectId?: string;
	/** Allows another person, under the key of the first one. Default: an error. */
	allowsOthers?: boolean;
	/** Default `default`. */
	tenant?: string;
	store: VaultStore;
	keys: VaultKeys;
	clock?: Clock;
	/** After a value was last masked. Default thirty days. */
	ttlMs?: number;
	/** Default 10,000. */
	maxEntries?: number;
	/** A number with check digits has one token, with or without its signs, and is restored as first written. Default: a token for each spelling. */
	joinsSpellings?: boolean;
	/** 4 to 12 letters and digits; default 30 random bits. */
	random?: () => string;
}

/**
 * A value has the same token in all turns, and in all processes with the same store and key. Reads and writes nothing before its use. Its methods
 * throw TroupeError VAULT_FULL, VAULT_UNREADABLE, and STATE_CONFLICT for a conversation of another person.
 */
export function openVault(options: OpenVaultOptions): ConversationVault {
	return vaultWithBook({ types: options.types, locales: options.locales }, openTokenBook(options));
}

export function openTokenBook(options: Omit<OpenVaultOptions, keyof PersonalDataOptions>): TokenBook {
	const { conversationId, subjectId, allowsOthers, tenant = 'default', store, keys, clock = systemClock, ttlMs = vaultTtlMs } = options;
	const now = (): number => clock.now();
	const conversations = createConversations({
		conversationId,
		name: options.name ?? nameStored(conversationId),
		reads: options.reads ?? [],
		subjectId,
		allowsOthers,
		tenant,
		store,
		keys,
		now,
		ttlMs,
		random: options.random ?? randomNonce,
	});
	const { joinsSpellings = false } = options;
	return storedTokenBook({ conversations, now, ttlMs, joinsSpellings, maxEntries: options.maxEntries ?? maxEntries });
}
