import type { Crm, Doubt } from '../../ports/crm';
import type { RecordedRequests } from '../requests';
import type { Creation, Intent } from './find-or-create';

export type LeadStep = 'company' | 'person' | 'deal' | 'previousDeal';

/** What is remembered between runs, on disk: of a lead, or of a company, a number or an address that several leads have. */
export interface LeadProgress {
	/** Ids of records in the CRM. */
	readonly ids: Partial<Record<LeadStep, string>>;
	readonly doubts: readonly Doubt[];
	/** The requests of the lead that deals are about. */
	readonly requests: RecordedRequests;
	/** @param doubts further ones */
	save(ids: Partial<Record<LeadStep, string>>, doubts?: readonly Doubt[]): Promise<void>;
	/** Remembers what a deal is about. */
	keepRequests(deal: string, requests: readonly string[]): Promise<void>;
	/** The intent of a step, or of a note by its mark. */
	intent(step: string): Intent;
}

export interface LeadParts {
	crm: Crm;
	progress: LeadProgress;
	/**
	 * Lets in one holder of each key at a time, over all machines. The keys are in an order that is the same for all, so that no two wait for each
	 * other.
	 */
	inTurn<Result>(keys: string[], work: (held: LeadProgress[]) => Promise<Result>): Promise<Result>;
	/** Tells that a record may be the same as others. */
	tellDoubts(record: Pick<Doubt, 'kind' | 'id'>, doubts: readonly Doubt[]): Promise<void>;
	now: () => number;
	pause: (milliseconds: number) => Promise<boolean>;
}

/** One intent that all who wait for the same record see. */
export function joinIntents(holders: readonly LeadProgress[], step: string): Intent {
	const intents = holders.map((holder) => holder.intent(step));
	const all = async (act: (intent: Intent) => Promise<void>) => {
		for (const intent of intents) await act(intent);
	};
	return {
		get begunAt() {
			const begun = intents.flatMap(({ begunAt }) => begunAt ?? []);
			return begun.length > 0 ? Math.max(...begun) : undefined;
		},
		begin: () => all((intent) => intent.begin()),
		end: () => all((intent) => intent.end()),
	};
}

export const withTiming = <Record extends { id: string }>(
	creation: Omit<Creation<Record>, 'now' | 'pause'>,
	{ now, pause }: Pick<LeadParts, 'now' | 'pause'>,
): Creation<Record> => ({ ...creation, now, pause });
