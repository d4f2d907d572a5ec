interface Spread {
	count: number;
	medianSeconds: number | null;
	p90Seconds: number | null;
}

interface List<Item> {
	count: number;
	isCut: boolean;
	items: Item[];
}

interface Listed {
	conversation: string;
	channel: string;
	who: string;
	assignedTo: string | null;
}

export interface FunnelRow {
	origin: string | null;
	agent: string | null;
	leads: number;
	qualified: number;
	handedOver: number;
	deals: number;
	proposals: number | null;
	won: number;
	lost: number;
}

export interface Report {
	day: string;
	timeZone: string;
	text: string;
	conversations: number;
	begun: number;
	leads: number;
	isCut: boolean;
	waiting: List<Listed>;
	hot: List<Listed & { handedOverAt: string }>;
	handedOver: List<Listed & { at: string; reason: string }>;
	unsent: List<{
		id: string;
		channel: string;
		conversation: string;
		kind: string;
		state: string;
		reason: string | null;
		createdAt: string;
	}>;
	deals: { opened: number; won: number; lost: number; notReached: Array<{ account: string; reason: string }>; asOf: string | null };
	quality: Record<'answered' | 'blocked' | 'needsHuman' | 'limitReached' | 'modelFailures' | 'otherFailures', number> & {
		firstAnswer: Spread;
		personAnswer: Spread;
		reactions: { good: number; bad: number; other: number };
	};
	runs: number;
	costUsd: number | null;
	unpricedRuns: number;
	perConversationUsd: number | null;
	perLeadUsd: number | null;
	funnel: FunnelRow[];
	funnelRows: number;
	/** Sums of all rows, including those left out of the funnel; null if no pipeline has the stage. */
	funnelTotals: Record<(typeof stages)[number], number | null>;
}

export const stages = ['leads', 'qualified', 'handedOver', 'deals', 'proposals', 'won', 'lost'] as const;
