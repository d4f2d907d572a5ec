/** Work that ended without effect, such as an unreadable receipt, an unanswered turn or an unsent message. */
export interface GivenUp {
	what: 'receipt' | 'turn' | 'message' | 'audio' | 'desk write' | 'follow-up';
	tenant: string;
	channel: string;
	id: string;
	/** Without personal data. */
	reason: string;
}

export type OnGivenUp = (given: GivenUp) => void;
