import { randomBytes, randomUUID } from 'node:crypto';
import { TroupeError } from '../../base/errors';
import type { VaultConversation, VaultScope, VaultStore } from '../../ports/guardrails/vault';
import { keyBytes } from './sealing';
import { createSubjectKey, type SubjectKey, type VaultKeys } from './vault-keys';

const maxNonces = 20;

interface ConversationOptions {
	conversationId: string;
	name: string;
	reads: readonly string[] | 'all';
	/** Without one, the conversation counts as its own person. */
	subjectId?: string;
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

interface ReadableConversation extends OpenConversation {
	scope: VaultScope;
}

/** Looked up for each use, as another process may have destroyed the key. */
export interface VaultConversations {
	store: VaultStore;
	scope: VaultScope;
	/** Undefined if never opened, expired, or its person's key was destroyed. */
	look(): Promise<OpenConversation | undefined>;
	open(): Promise<OpenConversation>;
	readable(): Promise<ReadableConversation[]>;
}

/** @throws TroupeError, on use: VAULT_UNREADABLE, STATE_CONFLICT for a conversation of another person */
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

export function keyBound(tenant: string, keyId: string): string {
	return JSON.stringify(['key', tenant, keyId]);
}

const checked = new WeakMap<VaultStore, string>();

/** With another key, every id has another pseudonym: the store would seem empty, and tokens would silently stay tokens. */
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
