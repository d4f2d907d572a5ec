import type { GuardrailFacts } from './guardrail-facts';
import type { RunText } from './runs/run-text';
import type { Language } from './host';
import type { Passage } from './knowledge/passages';
import type { JsonSchema } from './models/models';
import type { RecordLog } from './records';
import type { ToolEffect } from './tools/tool-effect';

/** The type and place of a match, never its value: values stay out of logs and results. Offsets are in UTF-16 code units. */
export interface Match {
	type: string;
	start: number;
	end: number;
	/** 0 to 1. */
	score: number;
}

/** Replaces personal data with tokens and restores it, within one conversation. */
export interface PersonalDataVault {
	/** The same value always gets the same token. */
	mask(text: string): Promise<{ text: string; matches: Match[] }>;
	/** Restores tokens that this vault issued, in any case. Leaves other tokens unchanged. */
	restore(text: string): Promise<string>;
	/** Finds unmasked personal data in `text`, whether or not the vault knows it. Tokens do not count. */
	find(text: string): Promise<Match[]>;
	/** Finds personal data in `text` that this vault never issued a token for. */
	findUnknown(text: string): Promise<Match[]>;
	/** Masks values partially and irreversibly (`f***o@email.com`), for storage. Takes text with tokens or with values. */
	redact(text: string): Promise<string>;
}

/** One conversation of one tenant in a vault. */
export interface VaultScope {
	tenant: string;
	/** A keyed hash of the conversation's name: its id, and whose it is. */
	conversation: string;
	/** A keyed hash of its id alone, which is often a telephone number. Others have conversations under the same id. */
	holder: string;
}

/** The data that all tokens of a conversation share. */
export interface VaultConversation {
	/** Part of its tokens. No other conversation of the tenant has the same. */
	nonce: string;
	/** A keyed hash of the person whose data it holds; that of the conversation's id until a person is set. */
	subject: string;
	/** Names the subject's key. */
	keyId: string;
	/** The person's key, encrypted with the host's key. */
	wrappedKey: Uint8Array;
}

/** A token and its value, which only the person's key decrypts. */
export interface VaultEntry {
	/** In canonical spelling (core/base/text/masked-token.ts). */
	token: string;
	/** Keyed hashes of the value as it was written, and of its canonical form. */
	value: string;
	canonical: string;
	/** The encrypted value. */
	sealed: Uint8Array;
	/** Milliseconds since the epoch; from then on the entry counts as missing. */
	expiresAt: number;
}

/** `value-taken`: another entry has that value; `token-taken`: another entry has that token; `gone`: the conversation or its key was removed. */
export type VaultAddition = 'added' | 'value-taken' | 'token-taken' | 'full' | 'gone';

/** Stores the tokens of conversations, shared by any number of processes. Holds only hashed or encrypted values, ids and keys. */
export interface VaultStore {
	/** Stores the first `fingerprint` of a host key, and returns that one at every later call. */
	claim(fingerprint: string): Promise<string>;
	conversation(scope: VaultScope, now: number): Promise<VaultConversation | undefined>;
	/** Returns all conversations under the id of this one. */
	conversationsOf(scope: VaultScope, now: number): Promise<Array<VaultConversation & Pick<VaultScope, 'conversation'>>>;
	/**
	 * Opens the conversation, or creates it from `fresh`. All processes get the one that was created first. Assigns the named person if none was set.
	 * Returns undefined if another conversation has the nonce.
	 */
	openConversation(scope: VaultScope, fresh: VaultConversation, expiresAt: number, now: number): Promise<VaultConversation | undefined>;
	/** Reserves `count` numbers for tokens with this label, and returns the first one. Numbers start at 1 and are never reused. */
	takeNumbers(scope: VaultScope, label: string, count: number): Promise<number>;
	/** Returns one outcome for each entry, in order: `full` if the conversation already holds `max` entries. */
	add(scope: VaultScope, keyId: string, entries: VaultEntry[], max: number, now: number): Promise<VaultAddition[]>;
	/** Returns matching entries that have not expired. */
	find(scope: VaultScope, by: 'token' | 'value' | 'canonical', wanted: string[], now: number): Promise<VaultEntry[]>;
	/** Extends the lifetime of entries and of their conversation. */
	renew(scope: VaultScope, tokens: string[], expiresAt: number): Promise<void>;
	/** Deletes a person's keys and all data encrypted with them. Returns the number of keys. */
	destroySubject(tenant: string, subject: string): Promise<number>;
	/** Removes expired entries, which `add` also does gradually. Returns the number of entries. */
	clean(now: number): Promise<number>;
}

/** The origin of a text: a person's message, the agent's reply, a tool's result, a retrieved passage, the arguments of a tool call, or a system message. */
export type GuardrailStage = 'input' | 'output' | 'tool-result' | 'knowledge' | 'tool-arguments' | 'system';

/** What others than the model wrote, with tokens in place of personal data. */
export interface GivenTexts {
	/** The author of the agent: values may go to the hosts that the prompt names. */
	author: string;
	/** Hosts that the definition allows besides; `*`: all, for links without values. */
	allowedHosts: readonly string[];
	/** The messages of the person, passages and results of tools: an address of these may be repeated. */
	others: readonly string[];
	/** Those of `others` that the person wrote. */
	messages?: readonly string[];
	/** Those of `others` that tools returned. */
	results?: readonly string[];
	/** The calls of this run that succeeded. */
	calls?: readonly GivenCall[];
	/** Those of `others` that a collection returned. */
	found?: readonly string[];
	/** Other texts that the model was told: memories, summaries, a filled prompt, the message of a calling agent, decisions. */
	told?: readonly string[];
	/** The reply is JSON for a program. */
	isForProgram?: boolean;
	/** Earlier replies, which were judged: their links may be repeated as they are, without values. */
	shown?: readonly string[];
}

/** A call of a tool that succeeded. */
export interface GivenCall {
	/** Empty for a called agent, whose reply says what it did. */
	tool: string;
	/** The arguments as JSON. */
	input: string;
	/** What it returned. */
	text: string;
	/** It did not only read. */
	acts: boolean;
	/** It searched a collection. */
	searched: boolean;
}

export interface GuardrailContext {
	/** Set by the code that applies guardrails. */
	stage?: GuardrailStage;
	/** Absent if the host has no token vault. */
	vault?: PersonalDataVault;
	passages: Passage[];
	language: Language;
	/** Describes the previous replies; absent at the start of a conversation. */
	state?: ConversationState;
	/** The end of the text that already passed and that this text continues; absent if the text is judged as a whole. */
	before?: string;
	/** What the host knows of the conversation. */
	facts?: GuardrailFacts;
	/** Who wrote the message: the same id in all channels. Absent if the host does not know, or for a message of an earlier turn. */
	contact?: string;
	/** What others than the model wrote; absent outside an agent. */
	given?: GivenTexts;
	/** The text is an argument whose tokens were restored: personal data of the conversation is for the tool. */
	isRestored?: boolean;
	/** The text is a prompt, whose orders are its author's: it is not searched for orders. */
	isPrompt?: boolean;
	/** The text is said instead of an answer: it has nothing to cite. */
	isRefusal?: boolean;
	/** Every statement has to rest on passages. */
	mustCite?: boolean;
	/** The call whose arguments these are, with the stage `tool-arguments`. */
	call?: JudgedCall;
	/** Decisions of a judge whether passages bear out statements. */
	judged?: Map<string, boolean>;
}

/** A call of a tool, and what an agent knows of it. Other hosts know its name alone. */
export interface JudgedCall {
	/** As the model named it; empty if the host does not know. */
	tool: string;
	effect?: ToolEffect;
	/** It shows its arguments to others, although it only reads. */
	tells?: boolean;
	/** The schema of its arguments. */
	parameters?: JsonSchema;
	/** What the model had read before, with who wrote it. */
	texts?: () => readonly RunText[];
}

/** What stateful guardrails store of a conversation: counts, no texts. */
export interface ConversationState {
	replies: number;
	/** Consecutive replies with a question count; a reply without one resets the count. */
	questionsInARow: number;
	/** By the id of an agent: the name of the call by which another one took over the conversation from it, and keeps it. */
	heldBy?: Record<string, string>;
}

/** Stores that state for hosts that do not have the whole conversation. */
export interface ConversationStateStore {
	/** Undefined for a new or forgotten conversation. */
	read(conversationId: string): Promise<ConversationState | undefined>;
	/** Changes the state atomically: concurrent changes are applied one after the other. */
	change(conversationId: string, change: (state: ConversationState | undefined) => ConversationState): Promise<ConversationState>;
}

/** One violation as it is stored: types and positions of matches, where and when; never the text, never a person's unhashed id. */
export interface ViolationRecord {
	/** From 1, without gaps, for each tenant; serves as the cursor. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** A keyed hash of the conversation's id, the same for the same conversation. Null without a conversation. */
	conversation: string | null;
	/** A keyed hash of the person's id, as in the usage of models. Null where the host does not know the person. */
	person: string | null;
	/** The run of the agent, or what the host calls its own: an execution of n8n. Null for others. */
	run: string | null;
	/** The id of the API key whose caller asked. Null without one. */
	key: string | null;
	/** The agent's id, its version, and the hash of its definition; null outside an agent. */
	agent: string | null;
	agentVersion: string | null;
	agentSha256: string | null;
	/** The policy whose check it is, and its version if it has one; null for what agents always have. */
	policy: string | null;
	policyVersion: string | null;
	/** What ran the guardrail, such as `agent`, `n8n`, `worker` or `cli`. */
	host: string;
	guardrail: string;
	code: string;
	stage: string;
	action: string;
	/** In the arguments of a tool call: the tool. Null elsewhere. */
	tool: string | null;
	/** In the arguments of a tool call: the place, such as `customer.notes[2]`, never what is there. Null elsewhere. */
	argument: string | null;
	/** At most the first fifty. */
	matches: Match[];
	/** The number of all matches; of the check `odd-behaviour`, that of the messages it counted. */
	matchCount: number;
}

/** Stores violations, shared by any number of processes. */
export interface ViolationStore extends RecordLog<ViolationRecord> {
	/** Assigns the tenant's next ids. Removes the tenant's oldest records above `max`, and all from before `since`. */
	append(tenant: string, records: Array<Omit<ViolationRecord, 'id'>>, keep: { max: number; since: number }): Promise<void>;
	/** The same for one record, unless the tenant has one with this key. Returns whether it was added. */
	appendOnce(tenant: string, key: string, record: Omit<ViolationRecord, 'id'>, keep: { max: number; since: number }): Promise<boolean>;
}

/** The result of a check. The policy decides what to do about a violation. */
export type GuardrailVerdict =
	| {
			kind: 'pass';
			/** The text as it goes on, if only its form changed: nothing is recorded. Not applied to arguments of tool calls. */
			text?: string;
	  }
	| {
			kind: 'violation';
			/** One sentence for people; it never quotes the text. */
			reason: string;
			matches: Match[];
			/** How often it was found, if that is not the number of `matches`. */
			matchCount?: number;
			/** Replaces the action of the policy: some checks have one for each kind of finding. */
			action?: 'block' | 'ask-person' | 'log';
			/** No exemption applies. */
			always?: true;
			/** What the person is told if the text is stopped. It never quotes the text. */
			answer?: string;
			/** What rewriting leaves out with the sentences that it touches, in UTF-16 code units. Default: the matches. */
			removes?: ReadonlyArray<{ start: number; end: number }>;
			/** Returns the text without the violation. Without this function, sentences with a match are left out. */
			rewrite?(): string | Promise<string>;
	  };

/** What an observer did about violations: its reason and matches, as in a verdict, and what the person is told besides. */
export type ObserverEffect = { reason: string; answer?: string } & Partial<
	Pick<GuardrailVerdict & { kind: 'violation' }, 'matches' | 'matchCount'>
>;

/** What an observer learns of a violation. */
export interface ObservedViolation {
	guardrail: string;
	action: string;
	matches: readonly Match[];
	/** Set if the text was exempted from the guardrail. */
	exempted?: GuardrailFacts;
}

/** One check of one text. An exception counts as a failed guardrail and blocks the text. */
export interface Guardrail {
	readonly id: string;
	check(text: string, context: GuardrailContext): GuardrailVerdict | Promise<GuardrailVerdict>;
	/**
	 * Is told what all guardrails found in a text, if anything. Returns what it did about it: a reason for people who watch, and what the person is told
	 * besides if the text was stopped.
	 */
	observe?(violations: readonly ObservedViolation[], context: GuardrailContext, text: string): Promise<ObserverEffect | undefined>;
	/** Rewrites a text that arrives in pieces. Only for checks whose result does not depend on how the text is split. */
	openStream?(context: GuardrailContext): GuardrailStream;
}

/** A guardrail that works on a text in pieces. */
export interface GuardrailStream {
	/** Returns the part of the text that can pass now. */
	write(piece: string): Promise<string>;
	/** Returns the rest of the text. */
	end(): Promise<string>;
	/** Returns the result so far, in positions of the original text. */
	verdict(): GuardrailVerdict;
}
