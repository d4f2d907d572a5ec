/** `removed`: the CRM has no such deal any more. */
export const dealStates = ['open', 'won', 'lost', 'removed'] as const;

/** The deal of a CRM. */
export interface DealName {
	/** Names the CRM and the account: provider and credential. */
	account: string;
	id: string;
}

/** What the CRM said of a deal when it was asked. */
export interface DealFacts {
	state: (typeof dealStates)[number];
	/** Whether it came as far as the stage of the proposal; null where its pipeline has none. */
	isProposed: boolean | null;
	/** When it was won or lost, in milliseconds since the epoch. Null: it is open, or the CRM does not tell. */
	closedAt: number | null;
}

/** A deal that a conversation led to. Times are milliseconds since the epoch. */
export interface ConversationDeal extends DealName, DealFacts {
	conversation: string;
	recordedAt: number;
	/** When the CRM last told its state; null: never. */
	askedAt: number | null;
}

export interface DealFilter {
	/** Deals of these conversations, whenever they were recorded. */
	conversations?: readonly string[];
	/** Those of a channel. */
	channel?: string;
	/** Recorded, won or lost in this time. */
	period?: { from: number; to: number };
}

/** Deals by the conversations that led to them. A forgotten contact leaves none. */
export interface ConversationDeals {
	/**
	 * Keeps that a lead became a deal. Repeated, it changes nothing.
	 * @param lead the id of a conversation, or the name of one of its sessions
	 * @returns false if the tenant has no such conversation
	 */
	add(tenant: string, lead: string, deal: DealName): Promise<boolean>;
	/** By their recording, newest first. Those of any of the conversations, or of the period. */
	list(tenant: string, filter: DealFilter, limit: number): Promise<ConversationDeal[]>;
	/** Returns those whose state can have changed since, the ones that were asked for longest ago first. */
	listToAsk(tenant: string, since: { askedBefore: number; closedAfter: number }, limit: number): Promise<ConversationDeal[]>;
	/** Keeps what the CRM says. A proposal that was made stays made. */
	note(tenant: string, deal: DealName, facts: DealFacts): Promise<void>;
}
