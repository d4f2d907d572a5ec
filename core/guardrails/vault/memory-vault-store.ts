import type { VaultAddition, VaultConversation, VaultEntry, VaultScope, VaultStore } from '../../ports/guardrails/vault';

type Entries = Record<'token' | 'value' | 'canonical', Map<string, VaultEntry>>;

interface StoredConversationEntries {
	scope: VaultScope;
	conversation: VaultConversation;
	expiresAt: number;
	entries: Entries;
	numbers: Map<string, number>;
}

/** The conversation opened first is removed first. */
const defaultMaxConversations = 10_000;

export function memoryVaultStore(maxConversations = defaultMaxConversations): VaultStore {
	const conversations = new Map<string, StoredConversationEntries>();
	let claimed: string | undefined;
	const at = ({ tenant, conversation }: VaultScope): string => JSON.stringify([tenant, conversation]);
	const living = (scope: VaultScope, now: number): StoredConversationEntries | undefined => {
		const stored = conversations.get(at(scope));
		return stored && stored.expiresAt > now ? stored : undefined;
	};
	const nonces = new Set<string>();
	const ofSubject = (tenant: string, subject: string): Array<[string, StoredConversationEntries]> =>
		[...conversations].filter(([, { scope, conversation }]) => scope.tenant === tenant && conversation.subject === subject);
	const readNonce = (tenant: string, { nonce }: VaultConversation): string => JSON.stringify([tenant, nonce]);
	const remove = (key: string): void => {
		const stored = conversations.get(key);
		conversations.delete(key);
		if (stored) nonces.delete(readNonce(stored.scope.tenant, stored.conversation));
	};

	function make(scope: VaultScope, fresh: VaultConversation, expiresAt: number): VaultConversation | undefined {
		remove(at(scope));
		if (nonces.has(readNonce(scope.tenant, fresh))) return undefined;
		const [, other] = ofSubject(scope.tenant, fresh.subject)[0] ?? [];
		const { keyId, wrappedKey } = other?.conversation ?? fresh;
		const conversation = { ...fresh, keyId, wrappedKey };
		nonces.add(readNonce(scope.tenant, fresh));
		conversations.set(at(scope), { scope, conversation, expiresAt, entries: noEntries(), numbers: new Map() });
		const [oldest] = conversations.keys();
		if (conversations.size > maxConversations && oldest !== undefined) remove(oldest);
		return { ...conversation };
	}

	return {
		claim: async (fingerprint) => (claimed ??= fingerprint),
		async conversation(scope, now) {
			const stored = living(scope, now);
			return stored && { ...stored.conversation };
		},
		async conversationsOf({ tenant, holder }, now) {
			const theirs = [...conversations.values()].filter(({ scope }) => scope.tenant === tenant && scope.holder === holder);
			return theirs
				.filter(({ expiresAt }) => expiresAt > now)
				.map(({ scope, conversation }) => ({ ...conversation, conversation: scope.conversation }));
		},
		async openConversation(scope, fresh, expiresAt, now) {
			const stored = living(scope, now);
			if (!stored) return make(scope, fresh, expiresAt);
			if (stored.conversation.subject === scope.holder) stored.conversation.subject = fresh.subject;
			return { ...stored.conversation };
		},
		async takeNumbers(scope, label, count) {
			const numbers = conversations.get(at(scope))?.numbers;
			const last = numbers?.get(label) ?? 0;
			numbers?.set(label, last + count);
			return last + 1;
		},
		add: async (scope, keyId, entries, max, now) => entries.map((entry) => addTo(living(scope, now), keyId, entry, max, now)),
		async find(scope, by, names, now) {
			const index = living(scope, now)?.entries[by];
			return [...new Set(names)].flatMap((one) => {
				const entry = index?.get(one);
				return entry && entry.expiresAt > now ? { ...entry } : [];
			});
		},
		async renew(scope, tokens, expiresAt) {
			const stored = conversations.get(at(scope));
			if (!stored) return;
			stored.expiresAt = Math.max(stored.expiresAt, expiresAt);
			for (const token of tokens) {
				const entry = stored.entries.token.get(token);
				if (entry) entry.expiresAt = expiresAt;
			}
		},
		async destroySubject(tenant, subject) {
			const theirs = ofSubject(tenant, subject);
			for (const [key] of theirs) remove(key);
			return new Set(theirs.map(([, { conversation }]) => conversation.keyId)).size;
		},
		async clean(now) {
			let removed = 0;
			for (const [key, stored] of conversations) {
				removed += removeExpired(stored.entries, now);
				if (stored.expiresAt <= now) remove(key);
			}
			return removed;
		},
	};
}

function addTo(stored: StoredConversationEntries | undefined, keyId: string, entry: VaultEntry, max: number, now: number): VaultAddition {
	if (!stored || stored.conversation.keyId !== keyId) return 'gone';
	const { token, value, canonical } = stored.entries;
	if (token.has(entry.token)) return 'token-taken';
	if ((value.get(entry.value)?.expiresAt ?? 0) > now) return 'value-taken';
	if (token.size >= max && removeExpired(stored.entries, now) === 0) return 'full';
	const added = { ...entry };
	token.set(entry.token, added);
	value.set(entry.value, added);
	canonical.set(entry.canonical, added);
	stored.expiresAt = Math.max(stored.expiresAt, entry.expiresAt);
	return 'added';
}

function noEntries(): Entries {
	return { token: new Map(), value: new Map(), canonical: new Map() };
}

function removeExpired(entries: Entries, now: number): number {
	const before = entries.token.size;
	for (const by of Object.values(entries)) for (const [name, entry] of by) if (entry.expiresAt <= now) by.delete(name);
	return before - entries.token.size;
}
