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

/** What recalls of a conversation that is too long: the newest turns as they were, and what came before in a few sentences. */
export interface ConversationWindow {
	summary?: string;
	/** Oldest first. */
	turns: ConversationTurn[];
}
