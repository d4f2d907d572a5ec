import type { Sensitivity } from './sensitivity';
import type { DocumentLabels } from './knowledge/passages';

export const memoryKinds = ['fact', 'preference'] as const;
type MemoryKind = (typeof memoryKinds)[number];

/** `workflow` includes processes. */
export const memorySources = ['person', 'workflow', 'model', 'tool', 'document'] as const;
export type MemorySource = (typeof memorySources)[number];

export interface MemoryLabels extends Omit<DocumentLabels, 'source' | 'origin'> {
	source: MemorySource;
}

/** Others than the person and the operator could have written it. */
export const isForeign = ({ source }: Pick<MemoryLabels, 'source'>): boolean => source !== 'person' && source !== 'workflow';

export interface Memory {
	id: string;
	kind: MemoryKind;
	/** Masked like a conversation if an agent wrote it. */
	text: string;
	/** Such as `language`. A second preference of the same name replaces the first. */
	key?: string;
	/** Absent where nobody said so. */
	labels?: MemoryLabels;
	/** 0 to 1. */
	importance: number;
	/** Milliseconds since the epoch. */
	at: number;
	usedAt: number;
	uses: number;
}

export interface ComparedMemory extends Memory {
	/** Ids of older memories that say otherwise of the same thing. */
	contradicts?: string[];
}

export interface RecalledMemory extends ComparedMemory {
	/** 0 to 1: importance, decayed by age and use, and relevance. */
	score: number;
}

export const origins = ['tool', 'document'] as const;
export type Origin = (typeof origins)[number];

export const toOrigin = (source: MemoryLabels['source'] | undefined): Origin => (source === 'document' ? 'document' : 'tool');

/** A malformed value does not say that it is a person's. Undefined for nowhere. */
export function readOrigins(value: unknown): Origin[] | undefined {
	if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
	const known = new Set([value].flat().filter((one): one is Origin => one === 'tool' || one === 'document'));
	return known.size > 0 ? [...known] : ['tool'];
}

/** Results of tools are stored separately and never recalled as if someone had said them. */
export interface ConversationTurn {
	message: string;
	reply: string;
	/** Sources of foreign texts that the message can repeat; absent if nowhere. */
	origins?: Origin[];
	/** Sources of the reply besides the message, also through earlier turns. */
	from?: Origin[];
	/** Labels of what the reply can repeat, also through earlier turns. */
	sensitivity?: Sensitivity;
	/** Arguments of calls that a person approved, as JSON: their word in this conversation. */
	approved?: string[];
	/** Arguments of declined calls, as JSON: approvals before this turn lose these values. */
	declined?: string[];
	at: number;
}

export interface ConversationWindow {
	summary?: string;
	/** Absent if the turns in it had none. */
	summaryFrom?: Origin[];
	/** A TroupeErrorCode. */
	summaryFailure?: string;
	/** Oldest first. */
	turns: ConversationTurn[];
}

/** Numbers start at 1, without gaps. */
export interface StoredTurn extends ConversationTurn {
	number: number;
}

export interface StoredConversation {
	/** Oldest first. */
	turns: StoredTurn[];
	last: number;
	summary?: ConversationSummary;
	/** Removed with the next success. */
	failure?: SummaryFailure;
}

export interface ConversationSummary {
	text: string;
	upTo: number;
	/** Absent for none. */
	from?: Origin[];
}

export interface SummaryFailure {
	/** A TroupeErrorCode. */
	code: string;
	upTo: number;
}

export interface StoredMemory extends Memory {
	/** Vector of unit length, by the model of `stamp`. */
	vector?: Float32Array;
	stamp?: string;
}

/** Memories in neither list stay unchanged. */
export interface MemoryChange {
	/** Replaces memories with the same id. */
	put: StoredMemory[];
	remove: string[];
}

export interface PersonExport {
	memories: Memory[];
	conversations: Array<ConversationWindow & { conversation: string; isShared?: true }>;
}

export interface Forgotten {
	memories: number;
	conversations: number;
	turns: number;
}

export interface ForgottenNames {
	removed: Forgotten;
	conversations: string[];
}

export interface Recollection extends ConversationWindow {
	/** Best first. */
	memories: ComparedMemory[];
}

export interface AgentMemory {
	recall(conversation: ConversationOfPerson, about: string, signal: AbortSignal): Promise<Recollection>;
	remember(conversation: ConversationOfPerson, turn: ConversationTurn): Promise<void>;
}

interface ConversationOfPerson {
	conversationId: string;
	person?: string;
}

export interface MemorySealing {
	readonly fingerprint: string;
	hash(kind: 'person' | 'conversation', name: string): string;
	newSeal(hash: string): Promise<{ seal: MemorySeal; wrapped: Uint8Array }>;
	/** @throws TroupeError VAULT_UNREADABLE */
	openSeal(hash: string, wrapped: Uint8Array): Promise<MemorySeal>;
}

/** Content sealed for one place cannot be read in another. */
export interface MemorySeal {
	seal(text: string, place: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, place: string): string;
}

/**
 * Stores memories of one tenant, shared by any number of processes. Names are keyed hashes and texts encrypted, with a separate key for each person
 * and conversation. Unused data is removed gradually. @throws TroupeError, when used, MEMORY_STORE_UNREACHABLE (retryable), VAULT_UNREADABLE for rows
 * of another key, or changed rows
 */
export interface OlderRows {
	table: string;
	rows: number;
	held: number;
}

export interface MemoryStore {
	readonly kind: 'sqlite' | 'postgres';
	memories(person: string): Promise<StoredMemory[]>;
	/** Atomic: concurrent changes are applied one after the other. */
	changeMemories(person: string, change: (memories: StoredMemory[]) => MemoryChange): Promise<void>;
	useMemories(person: string, ids: string[]): Promise<void>;
	conversation(conversation: string, turns: number): Promise<StoredConversation | undefined>;
	/** Starts after `after`. */
	turnsAfter(conversation: string, after: number, limit: number): Promise<StoredTurn[]>;
	/** Skips a turn that is already stored with the same time. @param person a conversation can have several over time */
	addTurns(conversation: string, turns: ConversationTurn[], person?: string): Promise<void>;
	/** Works even before the first turn: other stores can hold data of it. */
	nameConversation(conversation: string, person: string): Promise<void>;
	/** Returns false and changes nothing if a stored summary covers as many turns. */
	putSummary(conversation: string, summary: ConversationSummary): Promise<boolean>;
	noteSummaryFailure(conversation: string, failure: SummaryFailure): Promise<void>;
	/** @param own names everybody in a conversation who is the person */
	export(person: string, own?: (conversation: string) => readonly string[]): Promise<PersonExport>;
	listConversations(person: string): Promise<string[]>;
	forgetPerson(person: string): Promise<ForgottenNames>;
	forgetConversation(conversation: string): Promise<ForgottenNames>;
	forgetHashes(hashes: { persons: string[]; conversations: string[] }): Promise<ForgottenNames>;
	/** Removes data last used before a time, or before the retention time; held data stays. */
	clean(before?: number): Promise<Forgotten>;
	countOlder(before: number): Promise<OlderRows[]>;
	close(): Promise<void>;
}
