export interface Passage {
	/** Stable across re-indexing of an unchanged document. */
	id: string;
	documentId: string;
	title: string;
	/** `document.slice(start, end) === text`, in UTF-16 code units. */
	text: string;
	start: number;
	end: number;
	/** Of the retriever that found it; comparable within one result only. */
	score: number;
}

/** Finds the passages that answer a question. */
export interface Retriever {
	/** Best first, at most `limit`. */
	retrieve(question: string, limit: number, signal: AbortSignal): Promise<Passage[]>;
}

export interface RememberedTurn {
	/** Masked: no personal data is kept. */
	message: string;
	reply: string;
	/** Milliseconds since the epoch. */
	at: number;
}

/** Keeps the last turns of each conversation. */
export interface ConversationMemory {
	/** Oldest first, at most `limit`. */
	recall(conversationId: string, limit: number): Promise<RememberedTurn[]>;
	remember(conversationId: string, turn: RememberedTurn): Promise<void>;
}
