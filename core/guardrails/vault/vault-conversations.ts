import { randomBytes, randomUUID } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import type { VaultConversation, VaultScope, VaultStore } from '../../ports';
import { keyBytes } from './sealing';
import { createSubjectKey, type SubjectKey, type VaultKeys } from './vault-keys';

const maxNonces = 20;

interface ConversationOptions {
	conversationId: string;
	/** The person whose data it is; without one, the conversation counts as its own person. */
	subjectId?: string;
	/** True allows another person in the conversation, under the key of the first one. */
	isShared?: boolean;
	tenant: string;
	store: VaultStore;
	keys: VaultKeys;
	now: () => number;
	ttlMs: number;
	/** 4 to 12 letters and digits. */
	random: () => string;
}

export interface OpenConversation {
	nonce: string;
	keyId: string;
	key: SubjectKey;
}

/** Access to one conversation of a store: looked up for each use, as another process may have destroyed its key. */
export interface VaultConversations {
	store: VaultStore;
	scope: VaultScope;
	/** Returns undefined if it was never opened, has expired, or its person's key was destroyed. */
	look(): Promise<OpenConversation | undefined>;
	/** Creates it if necessary. */
	open(): Promise<OpenConversation>;
}

/** @throws TroupeError, when it is used: VAULT_UNREADABLE, STATE_CONFLICT for a conversation of another person */
export function createConversations(options: ConversationOptions): VaultConversations {
	const { store, keys, tenant, conversationId, subjectId, isShared = false, now } = options;
	const scope = { tenant, conversation: keys.pseudonym('conversation', tenant, conversationId) };
	const subject = subjectId === undefined ? undefined : keys.pseudonym('subject', tenant, subjectId);
	let unwrapped: { wrappedKey: Uint8Array; key: SubjectKey } | undefined;

	const isOfAnother = (stored: VaultConversation) =>
		subject !== undefined && stored.subject !== subject && stored.subject !== scope.conversation;

	async function unwrap(stored: VaultConversation): Promise<OpenConversation> {
		if (!isShared && isOfAnother(stored)) throw ofAnother();
		if (!unwrapped || Buffer.compare(unwrapped.wrappedKey, stored.wrappedKey) !== 0) {
			const dataKey = await keys.unwrap(stored.wrappedKey, keyBound(tenant, stored.keyId));
			unwrapped = { wrappedKey: stored.wrappedKey, key: createSubjectKey(dataKey) };
		}
		return { nonce: stored.nonce, keyId: stored.keyId, key: unwrapped.key };
	}

	return {
		store,
		scope,
		async look() {
			await checkKey(store, keys);
			const stored = await store.conversation(scope, now());
			return stored && unwrap(stored);
		},
		async open() {
			await checkKey(store, keys);
			const stored = await store.conversation(scope, now());
			if (stored && (subject === undefined || stored.subject === subject || isOfAnother(stored))) return unwrap(stored);
			for (let attempt = 0; attempt < maxNonces; attempt++) {
				const fresh = await freshConversation(options, subject ?? scope.conversation);
				const opened = await store.openConversation(scope, fresh, now() + options.ttlMs, now());
				if (opened) return unwrap(opened);
			}
			throw new TroupeError({
				code: 'INTERNAL',
				message: `The token vault found no unused nonce in ${maxNonces} tries.`,
				retryable: true,
			});
		},
	};
}

async function freshConversation({ keys, tenant, random }: ConversationOptions, subject: string): Promise<VaultConversation> {
	const keyId = randomUUID();
	return { nonce: random(), subject, keyId, wrappedKey: await keys.wrap(randomBytes(keyBytes), keyBound(tenant, keyId)) };
}

function keyBound(tenant: string, keyId: string): string {
	return JSON.stringify(['key', tenant, keyId]);
}

const checked = new WeakMap<VaultStore, string>();

/**
 * Checks that the store was created with this key. With another key, every id has another pseudonym: the store would seem empty, and its
 * tokens would silently stay tokens.
 */
async function checkKey(store: VaultStore, { fingerprint }: VaultKeys): Promise<void> {
	if (!checked.has(store)) checked.set(store, await store.claim(fingerprint));
	if (checked.get(store) === fingerprint) return;
	throw new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: 'The token vault was created with a different master key than the one of this host.',
		fix: 'Set the key that the vault was created with (TROUPE_VAULT_KEY, or vault.key next to the vault). If that key is lost, set TROUPE_HOME to another folder: it starts with an empty vault, and this one is kept.',
	});
}

function ofAnother(): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: 'This conversation was opened for another person, whose key protects its content.',
		fix: 'Use a separate conversation for each person, or always pass the same person for this one.',
	});
}
