import type { Sensitivity } from './sensitivity';
import type { DocumentLabels } from './knowledge/passages';

/** What is remembered of a person. */
export const memoryKinds = ['fact', 'preference'] as const;
export type MemoryKind = (typeof memoryKinds)[number];

/** Who said what is remembered: the person, the workflow or process that remembers it, a model, the result of a tool, or a document. */
export const memorySources = ['person', 'workflow', 'model', 'tool', 'document'] as const;
export type MemorySource = (typeof memorySources)[number];

export interface MemoryLabels extends Omit<DocumentLabels, 'source' | 'origin'> {
	source: MemorySource;
}

/** Returns whether others than the person and the operator could have written it. */
export const isForeign = ({ source }: Pick<MemoryLabels, 'source'>): boolean => source !== 'person' && source !== 'workflow';

export interface Memory {
	id: string;
	kind: MemoryKind;
	/** One statement; masked like a conversation if an agent wrote it. */
	text: string;
	/** Name of a preference, such as `language`. A second preference of the same name replaces the first. */
	key?: string;
	/** Where it comes from, and how far it is trusted; absent where nobody said so. */
	labels?: MemoryLabels;
	/** 0 to 1, from the caller. */
	importance: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** When it was last recalled. */
	usedAt: number;
	/** Number of recalls. */
	uses: number;
}

/** A memory among others. */
export interface ComparedMemory extends Memory {
	/** Ids of older memories of the person that say otherwise of the same thing. */
	contradicts?: string[];
}

export interface RecalledMemory extends ComparedMemory {
	/** 0 to 1: importance, decayed by age and use, and relevance to the question. */
	score: number;
}

export const origins = ['tool', 'document'] as const;
/** Where a text of others came from. */
export type Origin = (typeof origins)[number];

/** Returns where a memory of this source comes from, if it is of others. */
export const toOrigin = (source: MemoryLabels['source'] | undefined): Origin => (source === 'document' ? 'document' : 'tool');

/** Reads where a text comes from as a run returned it; undefined for nowhere. A value of another form does not say that it is a person's. */
export function readOrigins(value: unknown): Origin[] | undefined {
	if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
	const known = new Set([value].flat().filter((one): one is Origin => one === 'tool' || one === 'document'));
	return known.size > 0 ? [...known] : ['tool'];
}

/** One turn of a conversation. Results of tools are stored separately and never recalled as if someone had said them. */
export interface ConversationTurn {
	message: string;
	reply: string;
	/** Where texts of others came from that the message can repeat; absent if nowhere. */
	origins?: Origin[];
	/** The sources of the reply besides the message, also through earlier turns. */
	from?: Origin[];
	/** The labels of what the reply can repeat, also through earlier turns. */
	sensitivity?: Sensitivity;
	/** The arguments of calls that a person approved, as JSON: their word in this conversation. */
	approved?: string[];
	/** The arguments of calls that a person declined, as JSON: approvals before this turn lose the values of these. */
	declined?: string[];
	at: number;
}

/** The recalled part of a conversation: the newest turns unchanged, and a short summary of the earlier ones. */
export interface ConversationWindow {
	summary?: string;
	/** The sources of what the summary can repeat; absent if the turns in it had none. */
	summaryFrom?: Origin[];
	/** Why the summary is missing: a TroupeErrorCode. */
	summaryFailure?: string;
	/** Oldest first. */
	turns: ConversationTurn[];
}

/** A stored turn, with its number in the conversation: from 1, without gaps. */
export interface StoredTurn extends ConversationTurn {
	number: number;
}

/** A conversation's newest turns, and what is known of the earlier ones. */
export interface StoredConversation {
	/** Oldest first. */
	turns: StoredTurn[];
	/** The number of the newest turn. */
	last: number;
	summary?: ConversationSummary;
	/** The last failed attempt to write a summary; removed with the next success. */
	failure?: SummaryFailure;
}

export interface ConversationSummary {
	text: string;
	/** The number of the last turn in the summary. */
	upTo: number;
	/** The sources of the turns in it; absent for none. */
	from?: Origin[];
}

export interface SummaryFailure {
	/** A TroupeErrorCode. */
	code: string;
	/** The number of the last turn that the summary should have covered. */
	upTo: number;
}

/** A memory with its search vector. */
export interface StoredMemory extends Memory {
	/** Vector of unit length, by the model of `stamp`. */
	vector?: Float32Array;
	stamp?: string;
}

/** A change of a person's memories. Memories in neither list stay unchanged. */
export interface MemoryChange {
	/** Replaces memories with the same id. */
	put: StoredMemory[];
	remove: string[];
}

/** All data of one person. */
export interface PersonExport {
	memories: Memory[];
	/** With all stored turns. */
	conversations: Array<
		ConversationWindow & { conversation: string; /** Others take part: nobody noted who wrote which message. */ isShared?: true }
	>;
}

export interface Forgotten {
	memories: number;
	conversations: number;
	turns: number;
}

/** The names of forgotten conversations in other stores of the host: their keyed hashes, as in the vault. */
export interface ForgottenNames {
	removed: Forgotten;
	/** Keyed hashes. */
	conversations: string[];
}

/** The context of a conversation that an agent gets before it answers. */
export interface Recollection extends ConversationWindow {
	/** Memories of the person, best first. */
	memories: ComparedMemory[];
}

/** What an agent recalls and stores, within the limits of its definition. */
export interface AgentMemory {
	/** @param about the message to answer */
	recall(conversation: ConversationOfPerson, about: string, signal: AbortSignal): Promise<Recollection>;
	/** Stores a turn without personal data. */
	remember(conversation: ConversationOfPerson, turn: ConversationTurn): Promise<void>;
}

interface ConversationOfPerson {
	conversationId: string;
	/** The person whose conversation it is, if known. */
	person?: string;
}

/** How a store encrypts its content with the host's key. */
export interface MemorySealing {
	/** Distinguishes one master key from another. */
	readonly fingerprint: string;
	/** Returns a keyed hash that replaces a name, the same as in the host's vault. */
	hash(kind: 'person' | 'conversation', name: string): string;
	/** Creates a separate key, wrapped for its row. */
	newSeal(hash: string): Promise<{ seal: MemorySeal; wrapped: Uint8Array }>;
	/** @throws TroupeError VAULT_UNREADABLE */
	openSeal(hash: string, wrapped: Uint8Array): Promise<MemorySeal>;
}

/** Encryption for one person or one conversation. Content sealed for one place cannot be read in another. */
export interface MemorySeal {
	seal(text: string, place: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, place: string): string;
}

/**
 * Stores memories of persons and conversations of one tenant, shared by any number of processes. Names are stored as keyed hashes and texts
 * encrypted, with a separate key for each person and conversation. Data that is not used for long is removed gradually.
 * @throws TroupeError, when used, MEMORY_STORE_UNREACHABLE (retryable), VAULT_UNREADABLE for rows of another key, or changed rows
 */
/** Rows that are older than they are kept. */
export interface OlderRows {
	table: string;
	rows: number;
	/** Rows among them that stay, because they are held. */
	held: number;
}

export interface MemoryStore {
	readonly kind: 'sqlite' | 'postgres';
	/** Returns all memories of a person. */
	memories(person: string): Promise<StoredMemory[]>;
	/** Changes memories atomically: concurrent changes are applied one after the other. */
	changeMemories(person: string, change: (memories: StoredMemory[]) => MemoryChange): Promise<void>;
	/** Records that these memories were recalled. */
	useMemories(person: string, ids: string[]): Promise<void>;
	/** Undefined if nothing is stored of it. */
	conversation(conversation: string, turns: number): Promise<StoredConversation | undefined>;
	/** Returns turns by number, starting after `after`. */
	turnsAfter(conversation: string, after: number, limit: number): Promise<StoredTurn[]>;
	/**
	 * Appends turns. Skips a turn that is already stored with the same time.
	 * @param person the person whose conversation it is; a conversation can have several over time
	 */
	addTurns(conversation: string, turns: ConversationTurn[], person?: string): Promise<void>;
	/** Records whose conversation it is, even before its first turn, since other stores of the host can hold data of it. */
	nameConversation(conversation: string, person: string): Promise<void>;
	/** Returns false and changes nothing if a stored summary covers as many turns. */
	putSummary(conversation: string, summary: ConversationSummary): Promise<boolean>;
	noteSummaryFailure(conversation: string, failure: SummaryFailure): Promise<void>;
	/** @param own names everybody in a conversation who is the person: those that somebody else takes part in say so */
	export(person: string, own?: (conversation: string) => readonly string[]): Promise<PersonExport>;
	/** Returns the person's conversations as keyed hashes, which are their names in other stores of the host. */
	listConversations(person: string): Promise<string[]>;
	/** Removes all data of a person, with their conversations. */
	forgetPerson(person: string): Promise<ForgottenNames>;
	forgetConversation(conversation: string): Promise<ForgottenNames>;
	/** Does the same for persons and conversations whose keyed hashes alone are known. */
	forgetHashes(hashes: { persons: string[]; conversations: string[] }): Promise<ForgottenNames>;
	/** Removes data that was last used before a time, or before the retention time; what is held stays. Returns the counts. */
	clean(before?: number): Promise<Forgotten>;
	/** Counts the rows that were last used before a time, by table, and how many of them are held. */
	countOlder(before: number): Promise<OlderRows[]>;
	close(): Promise<void>;
}
