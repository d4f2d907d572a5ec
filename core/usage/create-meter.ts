import { soundUsage } from '../tokens/token-usage';
import type { Budget, CallOutcome, CallScope, Clock, LedgerEntry, Reservation, UsageStore } from '../ports';

/** Writes down what calls of models use, and holds them to the budgets that are about them. */
export interface Meter {
	/** Those of the budgets that are about calls of this model. */
	budgetsOf(model: ModelName): Budget[];
	/**
	 * Takes what a call may use at most.
	 * @throws TroupeError BUDGET_EXCEEDED, RATE_LIMITED
	 */
	open(call: ModelName & { kind: LedgerEntry['kind'] } & Reserved): Promise<OpenCall>;
	clock: Clock;
}

export interface ModelName {
	provider: string;
	/** As the provider names it. */
	model: string;
}

export type Reserved = Pick<Reservation, 'usage' | 'costUsd' | 'priceTable'>;

/** A call that is under way. */
export interface OpenCall {
	/** Puts what was used in the place of what was reserved; the first word counts. */
	close(outcome: Omit<CallOutcome, 'durationMs'>): Promise<void>;
}

export interface MeterOptions {
	store: UsageStore;
	/** Of the host and of the agent; those about somebody else are left out. */
	budgets: Budget[];
	scope: CallScope;
	clock: Clock;
	/** Told when what a call used could not be written down; the call is not lost for it, and its reservation stays. */
	onFault?: (fault: unknown) => void;
}

export function createMeter({ store, budgets, scope, clock, onFault = warn }: MeterOptions): Meter {
	const mine = budgets.filter(({ tenant, agent }) => fits(tenant, scope.tenant) && fits(agent, scope.agent));
	const budgetsOf = ({ provider, model }: ModelName) =>
		mine.filter((budget) => budget.model === undefined || budget.model === provider || budget.model === `${provider}:${model}`);
	return {
		clock,
		budgetsOf,
		async open({ provider, model, kind, usage, costUsd, priceTable }) {
			const started = clock.now();
			const reservation: Reservation = { scope, provider, model, kind, usage: soundUsage(usage), costUsd, priceTable };
			const id = await store.reserve(reservation, budgetsOf({ provider, model }), started);
			let closed = false;
			return {
				async close(outcome) {
					if (closed) return;
					closed = true;
					const durationMs = Math.max(0, clock.now() - started);
					// An answer that was paid for is worth more than its entry, which stays open with what was reserved.
					await store.settle(id, { ...outcome, usage: soundUsage(outcome.usage), durationMs }).catch(onFault);
				},
			};
		},
	};
}

function fits(wanted: string | undefined, actual: string | null): boolean {
	return wanted === undefined || wanted === actual;
}

function warn(fault: unknown): void {
	process.emitWarning(`The usage of a model call could not be recorded: ${fault instanceof Error ? fault.message : String(fault)}`, {
		code: 'TROUPE_USAGE',
	});
}
