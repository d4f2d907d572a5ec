import { randomBytes, randomUUID } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import type { VaultConversation, VaultScope, VaultStore } from '../../ports/guardrails/vault';
import { keyBytes } from './sealing';
import { createSubjectKey, type SubjectKey, type VaultKeys } from './vault-keys';

const maxNonces = 20;

interface ConversationOptions {
	conversationId: string;
	/** The name of the conversation whose tokens are issued. */
	name: string;
	/** The names of others under the id whose tokens are restored, too; `all`: all of them. */
	reads: readonly string[] | 'all';
	/** The person whose data it is; without one, the conversation counts as its own person. */
	subjectId?: string;
	/** True allows another person in the conversation, under the key of the first one. */
	allowsOthers?: boolean;
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

/** A conversation whose tokens can be restored. */
export interface ReadableConversation extends OpenConversation {
	scope: VaultScope;
}

/** Access to one conversation of a store: looked up for each use, as another process may have destroyed its key. */
export interface VaultConversations {
	store: VaultStore;
	scope: VaultScope;
	/** Returns undefined if it was never opened, has expired, or its person's key was destroyed. */
	look(): Promise<OpenConversation | undefined>;
	/** Creates it if necessary. */
	open(): Promise<OpenConversation>;
	/** Returns it and the others whose tokens are restored; those that do not exist are missing. */
	readable(): Promise<ReadableConversation[]>;
}

/** @throws TroupeError, when it is used: VAULT_UNREADABLE, STATE_CONFLICT for a conversation of another person */
export function createConversations(options: ConversationOptions): VaultConversations {
	const { store, keys, tenant, conversationId, name, subjectId, allowsOthers = false, now } = options;
	const nameHash = (one: string) => keys.pseudonym('conversation', tenant, one);
	const scope = { tenant, conversation: nameHash(name), holder: nameHash(conversationId) };
	const subject = subjectId === undefined ? undefined : keys.pseudonym('subject', tenant, subjectId);
	const others = options.reads === 'all' ? undefined : new Set(options.reads.map(nameHash));
	const unwrapped = new Map<string, SubjectKey>();

	const isOfAnother = (stored: VaultConversation) => subject !== undefined && stored.subject !== subject && stored.subject !== scope.holder;
	const isRefused = (stored: VaultConversation) => !allowsOthers && isOfAnother(stored);
	const isRead = (conversation: string) => others?.has(conversation) ?? true;

	async function unwrap(stored: VaultConversation): Promise<OpenConversation> {
		if (isRefused(stored)) throw ofAnother();
		const { nonce, keyId, wrappedKey } = stored;
		const key = unwrapped.get(keyId) ?? createSubjectKey(await keys.unwrap(wrappedKey, keyBound(tenant, keyId)));
		unwrapped.set(keyId, key);
		return { nonce, keyId, key };
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
				const fresh = await freshConversation(options, subject ?? scope.holder);
				const opened = await store.openConversation(scope, fresh, now() + options.ttlMs, now());
				if (opened) return unwrap(opened);
			}
			throw new TroupeError({
				code: 'INTERNAL',
				message: `The token vault found no unused nonce in ${maxNonces} tries.`,
				retryable: true,
			});
		},
		async readable() {
			await checkKey(store, keys);
			const stored = await store.conversationsOf(scope, now());
			const read = stored.filter((one) => one.conversation === scope.conversation || (isRead(one.conversation) && !isRefused(one)));
			return Promise.all(read.map(async (one) => ({ ...(await unwrap(one)), scope: { ...scope, conversation: one.conversation } })));
		},
	};
}

async function freshConversation({ keys, tenant, random }: ConversationOptions, subject: string): Promise<VaultConversation> {
	const keyId = randomUUID();
	return { nonce: random(), subject, keyId, wrappedKey: await keys.wrap(randomBytes(keyBytes), keyBound(tenant, keyId)) };
}

/** Names what the wrapped key of a person is for. */
export function keyBound(tenant: string, keyId: string): string {
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
