export interface DayHandOver {
	conversation: string;
	/** Milliseconds since the epoch. */
	at: number;
	reason: string;
	state: string;
	by: string;
}

export interface DayFigures {
	handOvers: DayHandOver[];
	/** Milliseconds from a contact's first message to our next, for conversations begun on the day and answered. */
	firstAnswerMs: number[];
	/** Milliseconds from a hand-over of the day to a person's next message. */
	personAnswerMs: number[];
	reactions: Record<string, number>;
}

export interface DayOfConversations {
	conversations: readonly string[];
	begun: readonly string[];
	from: number;
	to: number;
}
