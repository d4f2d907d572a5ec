/**
 * Work that ended without its effect: a receipt that cannot be read, a turn that cannot be answered, a message that was not sent, an audio without
 * a text, a desk that was not told, a customer who is silent and gets no message.
 */
export interface GivenUp {
	what: 'receipt' | 'turn' | 'message' | 'audio' | 'desk write' | 'follow-up';
	tenant: string;
	channel: string;
	id: string;
	/** Without personal data. */
	reason: string;
}

/** Hears of work that was given up, so that somebody sees it. */
export type OnGivenUp = (given: GivenUp) => void;
