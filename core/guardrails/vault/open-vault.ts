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
	/** Names the conversation where others have theirs under the same id, as in core/memory/conversations/conversation-names.ts. Default: the id. */
	name?: string;
	/** The names of others under the id whose tokens are restored, too; `all`: all of them. Default: none. */
	reads?: readonly string[] | 'all';
	/** The person whose data it is, if known: destroying a person's keys destroys the tokens of all their conversations. */
	subjectId?: string;
	/** True allows another person in the conversation, under the key of the first one. Default: that is an error. */
	allowsOthers?: boolean;
	/** Default `default`. */
	tenant?: string;
	store: VaultStore;
	keys: VaultKeys;
	clock?: Clock;
	/** Time that a token can be restored after its value was last masked, in milliseconds. Default thirty days. */
	ttlMs?: number;
	/** Max values of a conversation; default 10,000. */
	maxEntries?: number;
	/** True gives a number with check digits one token, with or without its signs: it is restored as it was written first. Default: a token for each spelling. */
	joinsSpellings?: boolean;
	/** Returns a conversation's nonce, 4 to 12 letters and digits; default 30 random bits. */
	random?: () => string;
}

/**
 * Opens the vault of a conversation: the same value has the same token in all its turns, and in all processes with the same store and key. Nothing is
 * read or written before it is used. Its methods throw TroupeError VAULT_FULL, VAULT_UNREADABLE, and STATE_CONFLICT for a conversation that was
 * opened for another person.
 */
export function openVault(options: OpenVaultOptions): ConversationVault {
	return vaultWithBook({ types: options.types, locales: options.locales }, openTokenBook(options));
}

/** Opens the book that such a vault stores its tokens in. */
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
