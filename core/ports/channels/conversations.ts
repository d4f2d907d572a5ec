import type { DayFigures, DayOfConversations } from './day-figures';
import type { ConversationMode, StoredMessage } from './mailbox';
import type { Origin, originKinds } from './message-content';
import type { LateConversation } from './waits';

/** A conversation as the people who watch over all of them see it. Times are milliseconds since the epoch. */
export interface ListedConversation {
	id: string;
	channel: string;
	contact: string;
	/** By which runs name it: its id and its sessions, the last first, with those of conversations that became part of it. */
	names: string[];
	/** As the contact or a provider wrote it. */
	name: string | null;
	mode: ConversationMode;
	/** The agent of the session. `null`: a process or workflow answers, or no customer wrote yet. */
	sessionAgent: string | null;
	/** When it began. */
	begunAt: number;
	lastMessageAt: number;
	/** The contact waits: for whom, since the oldest message without an answer or the hand-over, and whether that is longer than the channel allows. */
	wait: (Pick<LateConversation, 'waitsFor' | 'since'> & { isLate: boolean; /** That waits for a decision. */ run: string | null }) | null;
	/** The last hand-over. */
	handOver: { at: number; reason: string; state: string; temperature: string | null } | null;
	/** Whether the last hand-over calls the contact hot. */
	isHot: boolean;
	/** Where the contact came from, the last time that a provider told it. */
	origin: Origin | null;
	/** Who is to see to it, as somebody wrote it. */
	assignedTo: string | null;
	lastMessage: StoredMessage | null;
}

export type NamedConversation = Pick<ListedConversation, 'id' | 'names'>;

export interface ConversationFilter {
	channel?: string;
	mode?: ConversationMode;
	origin?: (typeof originKinds)[number];
	isWaiting?: boolean;
	isHot?: boolean;
	/** With a message since; milliseconds since the epoch. */
	from: number;
	/** With a message before, and since `from`. */
	to?: number;
	/** Time of the last message and id of the conversation after which the list goes on. */
	before?: readonly [number, string];
}

/** What a person of the company wrote about a conversation, or who is to see to it. The customer does not get it. */
export interface ConversationNote {
	/** Milliseconds since the epoch. */
	at: number;
	kind: 'note' | 'assignment';
	/** `user:ana`, `key:k1`. */
	by: string;
	/** The note, or the name of the person. */
	text: string;
	/** What became of it at the desk; `null` without a desk. */
	desk: { name: string; state: string; reason: string | null } | null;
}

export interface NewNote extends Pick<ConversationNote, 'kind' | 'by' | 'text'> {
	/** The channel of the desk, and what it gets. */
	desk: { name: string; content: { kind: 'note'; text: string } | { kind: 'assignee'; value: string } } | null;
}

/** Conversations of all channels together. */
export interface Conversations {
	/** By their last message, newest first. */
	list(tenant: string, filter: ConversationFilter, limit: number): Promise<ListedConversation[]>;
	/** Returns those with a message in a time, with the names under which runs know them. */
	listNames(tenant: string, filter: { channel?: string; from: number; to: number }, limit: number): Promise<NamedConversation[]>;
	/** Reads what happened in some conversations on a day. */
	measure(tenant: string, day: DayOfConversations): Promise<DayFigures>;
	/** @param conversation its id, also that of one that became part of it */
	find(tenant: string, conversation: string): Promise<ListedConversation | undefined>;
	/** @returns false without such a conversation */
	addNote(tenant: string, conversation: string, note: NewNote): Promise<boolean>;
	/** Newest first. */
	listNotes(tenant: string, conversation: string, limit: number): Promise<ConversationNote[]>;
}
