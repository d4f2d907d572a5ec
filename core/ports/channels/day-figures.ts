/** A hand-over of a day. */
export interface DayHandOver {
	conversation: string;
	/** Milliseconds since the epoch. */
	at: number;
	reason: string;
	state: string;
	/** `agent`, `user:ana`, `process:sales`. */
	by: string;
}

/** What the messages and hand-overs of some conversations tell of a day. */
export interface DayFigures {
	/** The last one first. */
	handOvers: DayHandOver[];
	/** From the first message of a contact to what followed it of ours, of those that began on the day and were answered. Milliseconds. */
	firstAnswerMs: number[];
	/** From a hand-over of the day to the next message of a person. Milliseconds. */
	personAnswerMs: number[];
	/** Reactions of contacts, by their emoji. */
	reactions: Record<string, number>;
}

export interface DayOfConversations {
	conversations: readonly string[];
	/** Those of them that began on the day. */
	begun: readonly string[];
	from: number;
	to: number;
}
