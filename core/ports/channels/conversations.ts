import type { DayFigures, DayOfConversations } from './day-figures';
import type { ConversationMode, StoredMessage } from './mailbox';
import type { Origin, originKinds } from './message-content';
import type { LateConversation } from './waits';

export interface ListedConversation {
	id: string;
	channel: string;
	contact: string;
	/** Names in runs: id and sessions, the last first, with those of conversations that became part of it. */
	names: string[];
	name: string | null;
	mode: ConversationMode;
	sessionAgent: string | null;
	begunAt: number;
	lastMessageAt: number;
	/** The person or agent the contact waits for; `isLate` by the channel's limit. */
	wait: (Pick<LateConversation, 'waitsFor' | 'since'> & { isLate: boolean; run: string | null }) | null;
	handOver: { at: number; reason: string; state: string; temperature: string | null } | null;
	isHot: boolean;
	origin: Origin | null;
	assignedTo: string | null;
	lastMessage: StoredMessage | null;
}

type NamedConversation = Pick<ListedConversation, 'id' | 'names'>;

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
	/** Last message's time and id of the last conversation of the page before. */
	before?: readonly [number, string];
}

export interface ConversationNote {
	/** Milliseconds since the epoch. */
	at: number;
	kind: 'note' | 'assignment';
	by: string;
	text: string;
	desk: { name: string; state: string; reason: string | null } | null;
}

export interface NewNote extends Pick<ConversationNote, 'kind' | 'by' | 'text'> {
	desk: { name: string; content: { kind: 'note'; text: string } | { kind: 'assignee'; value: string } } | null;
}

export interface Conversations {
	list(tenant: string, filter: ConversationFilter, limit: number): Promise<ListedConversation[]>;
	listNames(tenant: string, filter: { channel?: string; from: number; to: number }, limit: number): Promise<NamedConversation[]>;
	measure(tenant: string, day: DayOfConversations): Promise<DayFigures>;
	/** @param conversation id, also of one that became part of it */
	find(tenant: string, conversation: string): Promise<ListedConversation | undefined>;
	/** @returns false without such a conversation */
	addNote(tenant: string, conversation: string, note: NewNote): Promise<boolean>;
	listNotes(tenant: string, conversation: string, limit: number): Promise<ConversationNote[]>;
}
