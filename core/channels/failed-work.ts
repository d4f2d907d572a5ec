/**
 * Work that ended without effect: an unreadable receipt, an unanswered turn, an unsent message, an audio without a text, a desk that was not
 * notified, a follow-up that was not sent.
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
