import type { Crm, Doubt } from '../../ports/crm';
import type { RecordedRequests } from '../requests';
import type { Creation, Intent } from './find-or-create';

export type LeadStep = 'company' | 'person' | 'deal' | 'previousDeal';

/** Durable memory of a lead, or of a company, number or address that several leads share. */
export interface LeadProgress {
	readonly ids: Partial<Record<LeadStep, string>>;
	readonly doubts: readonly Doubt[];
	readonly requests: RecordedRequests;
	/** @param doubts additional ones */
	save(ids: Partial<Record<LeadStep, string>>, doubts?: readonly Doubt[]): Promise<void>;
	keepRequests(deal: string, requests: readonly string[]): Promise<void>;
	intent(step: string): Intent;
}

export interface LeadParts {
	crm: Crm;
	progress: LeadProgress;
	/** One holder of each key at a time, over all machines. A fixed key order prevents deadlocks. */
	inTurn<Result>(keys: string[], work: (held: LeadProgress[]) => Promise<Result>): Promise<Result>;
	tellDoubts(record: Pick<Doubt, 'kind' | 'id'>, doubts: readonly Doubt[]): Promise<void>;
	now: () => number;
	pause: (milliseconds: number) => Promise<boolean>;
}

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
