import { TroupeError } from '../../base/errors';
import { letOthersRun } from '../../base/async/loop-yielder';
import type { VaultEntry, VaultScope } from '../../ports/guardrails/vault';
import { findRecognizer } from '../personal-data/recognizers';
import { canonicalToken, hasNonce, highestNumber, makeToken, parseToken } from '../../base/text/masked-token';
import { nameValue, type TokenBook, type ValueInText } from './token-book';
import type { OpenConversation, VaultConversations } from './vault-conversations';

const portion = 100;
/** Each lost race adds at least one value, so few tries are needed. */
const maxTries = 100;

interface StoredBookParts {
	conversations: VaultConversations;
	now: () => number;
	ttlMs: number;
	joinsSpellings: boolean;
	/** Includes tokens in a person's own words. */
	maxEntries: number;
}

export function storedTokenBook(parts: StoredBookParts): TokenBook {
	const { conversations } = parts;
	const { store, scope } = conversations;

	return {
		async issueTokens(spotted) {
			const tokens = new Map<string, string>();
			const distinct = [...new Map(spotted.map((each) => [each.value, each])).values()];
			for await (const portion of splitIntoPortions(distinct)) {
				for (const [value, token] of await issue(parts, portion)) tokens.set(value, token);
			}
			return spotted.map(({ value }) => tokens.get(value)!);
		},
		async readValues(tokens) {
			const spotted = new Map<string, ValueInText>();
			for (const conversation of tokens.length > 0 ? await conversations.readable() : []) {
				const theirs = tokens.filter((token) => hasNonce(token, conversation.nonce));
				for await (const portion of splitIntoPortions(theirs)) {
					for (const entry of await store.find(conversation.scope, 'token', portion, parts.now())) {
						const unseal = () => conversation.key.unseal(entry.sealed, valueBound(conversation.scope, entry));
						if (entry.sealed.length > 0) spotted.set(entry.token, parseSpotted(unseal()));
					}
				}
			}
			return spotted;
		},
		async reserve(words) {
			if (words.length === 0) return;
			const conversation = await conversations.open();
			const own = words.filter((word) => hasNonce(word, conversation.nonce));
			for await (const portion of splitIntoPortions(own)) {
				const there = new Set((await store.find(scope, 'token', portion, parts.now())).map(({ token }) => token));
				const entries = portion.filter((token) => !there.has(token)).map((token) => reservation(token, parts.now() + parts.ttlMs));
				const outcomes = entries.length > 0 ? await store.add(scope, conversation.keyId, entries, parts.maxEntries, parts.now()) : [];
				if (outcomes.includes('full')) throw full(parts);
			}
		},
		async findKnown(canonicals) {
			const known = new Set<string>();
			const conversation = canonicals.length > 0 ? await conversations.look() : undefined;
			if (!conversation) return known;
			for await (const portion of splitIntoPortions([...new Set(canonicals)])) {
				const digests = portion.map((canonical) => conversation.key.digest(scope.conversation, 'canonical', canonical));
				const found = new Set((await store.find(scope, 'canonical', digests, parts.now())).map(({ canonical }) => canonical));
				for (const [index, digest] of digests.entries()) if (found.has(digest)) known.add(portion[index]!);
			}
			return known;
		},
		hash: async (canonical) => (await conversations.open()).key.letters(canonical),
	};
}

/** Concurrent callers get the same tokens. */
async function issue(parts: StoredBookParts, spotted: ValueInText[]): Promise<Map<string, string>> {
	for (let attempt = 0; attempt < maxTries; attempt++) {
		const tokens = await tryToIssue(parts, spotted);
		if (tokens) return tokens;
	}
	throw new TroupeError({
		code: 'INTERNAL',
		message: `The token vault could not issue a token in ${maxTries} tries: other processes kept changing the conversation.`,
		fix: 'Try again. If this persists, look for a process that deletes keys in a loop.',
		retryable: true,
	});
}

async function tryToIssue(parts: StoredBookParts, spotted: ValueInText[]): Promise<Map<string, string> | undefined> {
	const { store, scope } = parts.conversations;
	const conversation = await parts.conversations.open();
	const name = (each: ValueInText) => nameValue(each, parts.joinsSpellings);
	const digests = new Map(spotted.map((each) => [each.value, conversation.key.digest(scope.conversation, 'value', name(each))]));
	const existing = await store.find(scope, 'value', [...digests.values()], parts.now());
	await renewOld(parts, existing);

	const tokenByDigest = new Map(existing.map((entry) => [entry.value, entry.token]));
	const unknown = spotted.filter(({ value }) => !tokenByDigest.has(digests.get(value)!));
	const fresh = [...new Map(unknown.toReversed().map((each) => [digests.get(each.value), each])).values()].toReversed();
	const entries = await newEntries(parts, conversation, fresh, digests);
	const outcomes = entries.length > 0 ? await store.add(scope, conversation.keyId, entries, parts.maxEntries, parts.now()) : [];
	if (outcomes.includes('full')) throw full(parts);
	if (outcomes.some((outcome) => outcome !== 'added')) return undefined;

	for (const { value, token } of entries) tokenByDigest.set(value, token);
	return new Map(spotted.map(({ value }) => [value, spelt(tokenByDigest.get(digests.get(value)!)!, conversation.nonce)]));
}

async function newEntries(
	parts: StoredBookParts,
	conversation: OpenConversation,
	spotted: ValueInText[],
	digests: Map<string, string>,
): Promise<VaultEntry[]> {
	const { store, scope } = parts.conversations;
	const entries: VaultEntry[] = [];
	const byLabel = Object.groupBy(spotted, ({ type }) => findRecognizer(type).label);
	for (const [label, group = []] of Object.entries(byLabel)) {
		const first = await store.takeNumbers(scope, label, group.length);
		if (first + group.length - 1 > highestNumber) throw full(parts);
		for (const [index, { type, value }] of group.entries()) {
			const names = {
				token: canonicalToken(makeToken({ label, number: first + index, nonce: conversation.nonce })),
				value: digests.get(value)!,
				canonical: conversation.key.digest(scope.conversation, 'canonical', findRecognizer(type).canonical(value)),
			};
			entries.push({
				...names,
				sealed: conversation.key.seal(`${type} ${value}`, valueBound(scope, names)),
				expiresAt: parts.now() + parts.ttlMs,
			});
		}
	}
	return entries;
}

/** Does not write the lifetime at every use. */
async function renewOld({ conversations: { store, scope }, now, ttlMs }: StoredBookParts, entries: VaultEntry[]): Promise<void> {
	const old = entries.filter(({ expiresAt }) => expiresAt < now() + ttlMs / 2);
	if (old.length > 0)
		await store.renew(
			scope,
			old.map(({ token }) => token),
			now() + ttlMs,
		);
}

/** In another conversation, or under another name, a sealed value cannot be decrypted. */
export function valueBound(
	{ tenant, conversation }: Pick<VaultScope, 'tenant' | 'conversation'>,
	{ token, value, canonical }: Omit<VaultEntry, 'sealed' | 'expiresAt'>,
): string {
	return JSON.stringify(['value', tenant, conversation, token, value, canonical]);
}

function parseSpotted(plain: string): ValueInText {
	const space = plain.indexOf(' ');
	return { type: plain.slice(0, space), value: plain.slice(space + 1) };
}

function reservation(token: string, expiresAt: number): VaultEntry {
	return { token, value: `reserved ${token}`, canonical: '', sealed: new Uint8Array(), expiresAt };
}

/** The store knows only the issued spelling. */
function spelt(token: string, nonce: string): string {
	return makeToken({ ...parseToken(token), nonce });
}

function full({ maxEntries }: StoredBookParts): TroupeError {
	return new TroupeError({
		code: 'VAULT_FULL',
		message: `This conversation holds ${maxEntries} values in the token vault, which is the max.`,
		fix: 'Use a separate conversation id for each conversation, or wait until old values expire.',
		details: { most: maxEntries },
	});
}

async function* splitIntoPortions<Item>(items: Item[]): AsyncGenerator<Item[]> {
	for (let start = 0; start < items.length; start += portion) {
		if (start > 0) await letOthersRun();
		yield items.slice(start, start + portion);
	}
}
