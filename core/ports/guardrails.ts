import type { Language } from './host';
import type { Passage } from './knowledge';

/** Where something was recognised, never what: values stay out of logs and results. Offsets in UTF-16 code units. */
export interface Match {
	type: string;
	start: number;
	end: number;
	/** 0 to 1. */
	score: number;
}

/** Swaps personal data for tokens and back, within one conversation. */
export interface PersonalDataVault {
	/** Same value, same token. */
	mask(text: string): Promise<{ text: string; matches: Match[] }>;
	/** Restores tokens that this vault issued and no other; tolerates a change of case. */
	restore(text: string): Promise<string>;
	/** Recognised data that stands in `text` in the clear, known or not; a token is none. */
	find(text: string): Promise<Match[]>;
	/** Recognised data in `text` that this vault never issued a token for. */
	findUnknown(text: string): Promise<Match[]>;
	/** Irreversible partial masks (`f***o@email.com`), for what is kept. Takes text with tokens or with values. */
	redact(text: string): Promise<string>;
}

/** One conversation of one tenant in a vault. */
export interface VaultScope {
	tenant: string;
	/** A keyed hash of the conversation's id: that is often a telephone number. */
	conversation: string;
}

/** What every token of a conversation has in common. */
export interface VaultConversation {
	/** Stands in its tokens; no other conversation of the tenant has the same. */
	nonce: string;
	/** A keyed hash of whose data it holds; the conversation's own until somebody is named. */
	subject: string;
	/** Names the subject's key. */
	keyId: string;
	/** The subject's key, encrypted with the host's. */
	wrappedKey: Uint8Array;
}

/** A token and what it stands for, which only the subject's key tells. */
export interface VaultEntry {
	/** In its one spelling (core/base/masked-token.ts). */
	token: string;
	/** Keyed hashes of the value as it was written, and of the one form of all its spellings. */
	value: string;
	canonical: string;
	/** The value, encrypted. */
	sealed: Uint8Array;
	/** Milliseconds since the epoch; from then on it is as if it had never been. */
	expiresAt: number;
}

/** `value-taken`: another entry has that value; `token-taken`: another entry has that token; `gone`: the conversation or its key is no more. */
export type VaultAddition = 'added' | 'value-taken' | 'token-taken' | 'full' | 'gone';

/** Keeps the tokens of conversations, for any number of processes at once. It sees no value, no id and no key in the clear. */
export interface VaultStore {
	/** `fingerprint` tells one host key from another: the first one given is kept, and returned ever after. */
	claim(fingerprint: string): Promise<string>;
	conversation(scope: VaultScope, now: number): Promise<VaultConversation | undefined>;
	/**
	 * The conversation, made of `fresh` when it is not there; whoever makes it first, all get the same. One that nobody was named for
	 * becomes the named subject's. Undefined when the nonce is another conversation's.
	 */
	openConversation(scope: VaultScope, fresh: VaultConversation, expiresAt: number, now: number): Promise<VaultConversation | undefined>;
	/** The first of `count` numbers for tokens with this label that nobody else gets, ever; from 1. */
	takeNumbers(scope: VaultScope, label: string, count: number): Promise<number>;
	/** An outcome for each, in order. An entry of a conversation that holds `most` already is `full`. */
	add(scope: VaultScope, keyId: string, entries: VaultEntry[], most: number, now: number): Promise<VaultAddition[]>;
	/** Entries that have not expired. */
	find(scope: VaultScope, by: 'token' | 'value' | 'canonical', wanted: string[], now: number): Promise<VaultEntry[]>;
	/** Lets entries live longer, and their conversation with them. */
	renew(scope: VaultScope, tokens: string[], expiresAt: number): Promise<void>;
	/** Takes away a subject's keys, and all that was encrypted with them; how many keys there were. */
	destroySubject(tenant: string, subject: string): Promise<number>;
	/** Removes what has expired, as adding does by itself little by little; how many entries there were. */
	clean(now: number): Promise<number>;
}

/** Where a text comes from: a person's message, the agent's reply, what a tool returned, or a retrieved passage. */
export type GuardrailStage = 'input' | 'output' | 'tool-result' | 'knowledge';

export interface GuardrailContext {
	/** Set where guardrails are applied. */
	stage?: GuardrailStage;
	/** Absent where a host keeps no tokens. */
	vault?: PersonalDataVault;
	passages: Passage[];
	language: Language;
	/** What the replies before this one were like; absent at the start of a conversation. */
	state?: ConversationState;
	/** The end of what was let through before this text, which goes on with it; absent where the text is judged as a whole. */
	before?: string;
}

/** What stateful guardrails know of a conversation: counts, no texts. */
export interface ConversationState {
	replies: number;
	/** Questions that the last replies asked, one after the other without a reply that asks nothing. */
	questionsInARow: number;
}

/** Keeps that state for hosts that do not have the whole conversation at hand. */
export interface ConversationStateStore {
	/** Undefined for a conversation that is new or was forgotten. */
	read(conversationId: string): Promise<ConversationState | undefined>;
	/** Changes it in one step: of processes that change it at once, each sees what the one before it left. */
	change(conversationId: string, change: (state: ConversationState | undefined) => ConversationState): Promise<ConversationState>;
}

/** One violation as it is kept: what was found by type and position, where and when; never the text, never an id of a person in the clear. */
export interface ViolationRecord {
	/** From 1, without gaps, for each tenant: the cursor to read on from. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** A keyed hash of the conversation's id: the same for the same conversation. Null where there was none. */
	conversation: string | null;
	/** The agent's id; null outside an agent. */
	agent: string | null;
	/** What ran the guardrail, such as `agent`, `n8n`, `worker` or `cli`. */
	host: string;
	guardrail: string;
	code: string;
	stage: string;
	action: string;
	/** The first fifty. */
	matches: Match[];
	/** How many there were. */
	matchCount: number;
}

/** Keeps violations, for any number of processes at once. */
export interface ViolationStore {
	/** Gives each the tenant's next id, and drops the tenant's oldest of more than `most` and all from before `since`. */
	append(tenant: string, records: Array<Omit<ViolationRecord, 'id'>>, keep: { most: number; since: number }): Promise<void>;
	/** Those after an id, oldest first. */
	read(tenant: string, after: number, limit: number): Promise<ViolationRecord[]>;
	/** The id of the newest ever; 0 before the first. */
	last(tenant: string): Promise<number>;
	/** Calls when something may have been appended: here at once, by other processes within a second. The function that is returned ends it. */
	watch(wake: () => void): () => void;
}

/** What a check says of a text; what is done about a violation is decided where the check is placed. */
export type GuardrailVerdict =
	| { kind: 'pass' }
	| {
			kind: 'violation';
			/** One sentence for people; it quotes nothing of the text. */
			reason: string;
			matches: Match[];
			/** The text without what is wrong with it. Without this, the sentences that hold a match are left out. */
			rewrite?(): string | Promise<string>;
	  };

/** One check of one text. A throw is a failed guardrail and blocks (fail closed). */
export interface Guardrail {
	readonly id: string;
	check(text: string, context: GuardrailContext): GuardrailVerdict | Promise<GuardrailVerdict>;
	/** The same as a rewriting of a text that comes in pieces; only where any pieces give what the whole text gives. */
	openStream?(context: GuardrailContext): GuardrailStream;
}

/** A guardrail at work on a text that comes in pieces. */
export interface GuardrailStream {
	/** What can go on now. */
	write(piece: string): Promise<string>;
	/** The rest. */
	end(): Promise<string>;
	/** What it found so far, in positions of the text that came in. */
	verdict(): GuardrailVerdict;
}
