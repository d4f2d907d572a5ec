import type { VaultAddition, VaultConversation, VaultEntry, VaultScope, VaultStore } from '../../ports';

/** Entries by each of their three names; for several spellings with one canonical form, the last. */
type Entries = Record<'token' | 'value' | 'canonical', Map<string, VaultEntry>>;

interface Kept {
	tenant: string;
	conversation: VaultConversation;
	expiresAt: number;
	entries: Entries;
	/** The last number used, by label. */
	numbers: Map<string, number>;
}

/** Max conversations of a process; the one opened first is removed first. */
const MOST_CONVERSATIONS = 10_000;

/** Stores tokens as long as the process lives. */
export function memoryVaultStore(mostConversations = MOST_CONVERSATIONS): VaultStore {
	const conversations = new Map<string, Kept>();
	let claimed: string | undefined;
	const at = ({ tenant, conversation }: VaultScope): string => JSON.stringify([tenant, conversation]);
	const living = (scope: VaultScope, now: number): Kept | undefined => {
		const kept = conversations.get(at(scope));
		return kept && kept.expiresAt > now ? kept : undefined;
	};
	const nonces = new Set<string>();
	const ofSubject = (tenant: string, subject: string): Array<[string, Kept]> =>
		[...conversations].filter(([, kept]) => kept.tenant === tenant && kept.conversation.subject === subject);
	const nonceOf = (tenant: string, { nonce }: VaultConversation): string => JSON.stringify([tenant, nonce]);
	const remove = (key: string): void => {
		const kept = conversations.get(key);
		conversations.delete(key);
		if (kept) nonces.delete(nonceOf(kept.tenant, kept.conversation));
	};

	function make(scope: VaultScope, fresh: VaultConversation, expiresAt: number): VaultConversation | undefined {
		remove(at(scope));
		if (nonces.has(nonceOf(scope.tenant, fresh))) return undefined;
		const named = fresh.subject !== scope.conversation;
		const [, other] = (named && ofSubject(scope.tenant, fresh.subject)[0]) || [];
		const { keyId, wrappedKey } = other?.conversation ?? fresh;
		const conversation = { ...fresh, keyId, wrappedKey };
		nonces.add(nonceOf(scope.tenant, fresh));
		conversations.set(at(scope), { tenant: scope.tenant, conversation, expiresAt, entries: noEntries(), numbers: new Map() });
		const [oldest] = conversations.keys();
		if (conversations.size > mostConversations && oldest !== undefined) remove(oldest);
		return { ...conversation };
	}

	return {
		claim: async (fingerprint) => (claimed ??= fingerprint),
		async conversation(scope, now) {
			const kept = living(scope, now);
			return kept && { ...kept.conversation };
		},
		async openConversation(scope, fresh, expiresAt, now) {
			const kept = living(scope, now);
			if (!kept) return make(scope, fresh, expiresAt);
			if (kept.conversation.subject === scope.conversation) kept.conversation.subject = fresh.subject;
			return { ...kept.conversation };
		},
		async takeNumbers(scope, label, count) {
			const numbers = conversations.get(at(scope))?.numbers;
			const last = numbers?.get(label) ?? 0;
			numbers?.set(label, last + count);
			return last + 1;
		},
		add: async (scope, keyId, entries, most, now) => entries.map((entry) => addTo(living(scope, now), keyId, entry, most, now)),
		async find(scope, by, wanted, now) {
			const found = living(scope, now)?.entries[by];
			return [...new Set(wanted)].flatMap((one) => {
				const entry = found?.get(one);
				return entry && entry.expiresAt > now ? { ...entry } : [];
			});
		},
		async renew(scope, tokens, expiresAt) {
			const kept = conversations.get(at(scope));
			if (!kept) return;
			kept.expiresAt = Math.max(kept.expiresAt, expiresAt);
			for (const token of tokens) {
				const entry = kept.entries.token.get(token);
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
			for (const [key, kept] of conversations) {
				removed += removeExpired(kept.entries, now);
				if (kept.expiresAt <= now) remove(key);
			}
			return removed;
		},
	};
}

function addTo(kept: Kept | undefined, keyId: string, entry: VaultEntry, most: number, now: number): VaultAddition {
	if (!kept || kept.conversation.keyId !== keyId) return 'gone';
	const { token, value, canonical } = kept.entries;
	if (token.has(entry.token)) return 'token-taken';
	if ((value.get(entry.value)?.expiresAt ?? 0) > now) return 'value-taken';
	if (token.size >= most && removeExpired(kept.entries, now) === 0) return 'full';
	const added = { ...entry };
	token.set(entry.token, added);
	value.set(entry.value, added);
	canonical.set(entry.canonical, added);
	kept.expiresAt = Math.max(kept.expiresAt, entry.expiresAt);
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
