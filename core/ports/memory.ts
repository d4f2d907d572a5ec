/** What is remembered of a person: something that is so, or something they like it to be. */
export type MemoryKind = 'fact' | 'preference';

export interface Memory {
	id: string;
	kind: MemoryKind;
	/** One statement; masked like a conversation where an agent wrote it. */
	text: string;
	/** Of a preference: its name, such as `language`; a second one of the same name takes the first one's place. */
	key?: string;
	/** 0 to 1, as it was given. */
	importance: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** When it was last recalled. */
	usedAt: number;
	/** How often. */
	uses: number;
}

export interface RecalledMemory extends Memory {
	/** 0 to 1: importance decayed by age and use, and how near it is to what was asked. */
	score: number;
}

/** One turn of a conversation. What tools said is kept apart and never recalled as something that was said. */
export interface ConversationTurn {
	message: string;
	reply: string;
	at: number;
}

/** What is recalled of a conversation that is too long: the newest turns as they were, and what came before in a few sentences. */
export interface ConversationWindow {
	summary?: string;
	/** Why what came before is missing in the summary: a TroupeErrorCode. */
	summaryFailure?: string;
	/** Oldest first. */
	turns: ConversationTurn[];
}

/** A turn as it is kept: numbered in its conversation, from 1, without gaps. */
export interface KeptTurn extends ConversationTurn {
	number: number;
}

/** A conversation's newest turns, and what is known of those before. */
export interface KeptConversation {
	/** Oldest first. */
	turns: KeptTurn[];
	/** The last number that was given. */
	last: number;
	summary?: ConversationSummary;
	/** When a summary was tried last and none came of it; forgotten with the next that does. */
	failure?: SummaryFailure;
}

export interface ConversationSummary {
	text: string;
	/** The number of the last turn that is in it. */
	upTo: number;
}

export interface SummaryFailure {
	/** A TroupeErrorCode. */
	code: string;
	/** The number of the last turn that should have been in it. */
	upTo: number;
}

/** A memory with what it is found by. */
export interface KeptMemory extends Memory {
	/** Of unit length, by the model that `stamp` tells. */
	vector?: Float32Array;
	stamp?: string;
}

/** What a change of a person's memories leaves; what is in none of both stays as it is. */
export interface MemoryChange {
	/** By id: those that are there are replaced. */
	put: KeptMemory[];
	remove: string[];
}

/** Everything of one person. */
export interface PersonExport {
	memories: Memory[];
	/** With all turns that are kept. */
	conversations: Array<ConversationWindow & { conversation: string }>;
}

export interface Forgotten {
	memories: number;
	conversations: number;
	turns: number;
}

/** What a forgotten conversation is called in other stores of the host: its keyed hash, as the vault has it. */
export interface ForgottenNames {
	removed: Forgotten;
	/** Keyed hashes. */
	conversations: string[];
}

/** What an agent is told of a conversation before it answers. */
export interface Recollection extends ConversationWindow {
	/** Of the person, best first. */
	memories: Memory[];
}

/** What an agent recalls, and what it leaves behind: as much as its definition says. */
export interface AgentMemory {
	/** @param about the message that is to be answered */
	recall(conversation: ConversationOfPerson, about: string, signal: AbortSignal): Promise<Recollection>;
	/** A turn without personal data. */
	remember(conversation: ConversationOfPerson, turn: ConversationTurn): Promise<void>;
}

interface ConversationOfPerson {
	conversationId: string;
	/** Whose it is, where that is known. */
	person?: string;
}

/** How a store hides what it keeps, with the host's key. */
export interface MemorySealing {
	/** Tells one master key from another. */
	readonly fingerprint: string;
	/** What stands for a name: a keyed hash, the same as in the host's vault. */
	hash(kind: 'person' | 'conversation', name: string): string;
	/** With a key of its own, wrapped for its row. */
	newSeal(hash: string): Promise<{ seal: MemorySeal; wrapped: Uint8Array }>;
	/** @throws TroupeError VAULT_UNREADABLE */
	openSeal(hash: string, wrapped: Uint8Array): Promise<MemorySeal>;
}

/** Of one person, or one conversation. What is sealed for one place is read in no other. */
export interface MemorySeal {
	seal(text: string, place: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, place: string): string;
}

/**
 * Keeps what persons and conversations leave behind, for one tenant, for any number of processes at once. Names are kept as keyed hashes and
 * texts encrypted, each person's and each conversation's under a key of its own. What nobody touches for long is removed little by little.
 * @throws TroupeError, at its use, MEMORY_STORE_UNREACHABLE (retryable), VAULT_UNREADABLE for rows of another key or hand
 */
export interface MemoryStore {
	readonly kind: 'sqlite' | 'postgres';
	/** All of a person. */
	memories(person: string): Promise<KeptMemory[]>;
	/** Changes them in one step: of processes that change them at once, each sees what the one before it left. */
	changeMemories(person: string, change: (memories: KeptMemory[]) => MemoryChange): Promise<void>;
	/** Notes that these were recalled. */
	useMemories(person: string, ids: string[]): Promise<void>;
	/** Undefined where nothing is kept of it. */
	conversation(conversation: string, turns: number): Promise<KeptConversation | undefined>;
	/** Turns by number, from the one behind `after`. */
	turnsAfter(conversation: string, after: number, limit: number): Promise<KeptTurn[]>;
	/**
	 * Adds turns behind the last; one that is there already, to its moment, is not added again.
	 * @param person whose conversation it is; of several, all are named in time
	 */
	addTurns(conversation: string, turns: ConversationTurn[], person?: string): Promise<void>;
	/** Notes whose conversation it is, also where nothing was said in it yet: other stores of the host may hold some of it. */
	nameConversation(conversation: string, person: string): Promise<void>;
	/** False, and nothing is changed, where one that reaches as far is there already. */
	putSummary(conversation: string, summary: ConversationSummary): Promise<boolean>;
	noteSummaryFailure(conversation: string, failure: SummaryFailure): Promise<void>;
	export(person: string): Promise<PersonExport>;
	/** The conversations that are theirs, as keyed hashes: what they are called in other stores of the host. */
	conversationsOf(person: string): Promise<string[]>;
	/** Everything of a person, with their conversations. */
	forgetPerson(person: string): Promise<ForgottenNames>;
	forgetConversation(conversation: string): Promise<ForgottenNames>;
	/** Removes what nobody touched for longer than is kept; how much. */
	clean(): Promise<Forgotten>;
	close(): Promise<void>;
}
