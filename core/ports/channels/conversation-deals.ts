/** `removed`: the CRM has no such deal any more. */
const dealStates = ['open', 'won', 'lost', 'removed'] as const;

export interface DealName {
	account: string;
	id: string;
}

export interface DealFacts {
	state: (typeof dealStates)[number];
	/** It reached the proposal's stage; null if its pipeline has none. */
	isProposed: boolean | null;
	/** Milliseconds since the epoch. Null: open, or unknown to the CRM. */
	closedAt: number | null;
}

/** Times are milliseconds since the epoch. */
export interface ConversationDeal extends DealName, DealFacts {
	conversation: string;
	recordedAt: number;
	/** Last answer of the CRM; null: never. */
	askedAt: number | null;
}

export interface DealFilter {
	/** Deals of these conversations, whenever they were recorded. */
	conversations?: readonly string[];
	channel?: string;
	period?: { from: number; to: number };
}

/** By conversation. A forgotten contact leaves none. */
export interface ConversationDeals {
	/** Idempotent. @param lead the id of a conversation, or the name of one of its sessions @returns false without such a conversation */
	add(tenant: string, lead: string, deal: DealName): Promise<boolean>;
	/** Newest first by recording; of any of the conversations, or of the period. */
	list(tenant: string, filter: DealFilter, limit: number): Promise<ConversationDeal[]>;
	/** Their state can have changed; the longest unasked first. */
	listToAsk(tenant: string, since: { askedBefore: number; closedAfter: number }, limit: number): Promise<ConversationDeal[]>;
	/** A made proposal stays made. */
	note(tenant: string, deal: DealName, facts: DealFacts): Promise<void>;
}
