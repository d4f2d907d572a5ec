import { isAway, whenReachable } from '../base/async/when-reachable';
import { warnOperator } from '../guardrails/masking/warn-operator';
import { sanitizeUsage } from '../tokens/token-usage';
import { isTroupeError } from '../base/errors';
import { measurements } from '../base/metrics/measurements';
import { readOrigin, type WorkOrigin } from '../base/work-origin';
import type { WatchedWork } from '../switches/switch-watch';
import type { Budget } from '../ports/budget';
import type { Clock } from '../ports/host';
import type { CallOrigin, CallOutcome, CallScope, LedgerEntry, OpenEntry, Reservation, UsageStore } from '../ports/usage';
import { type BudgetEvent, findUsedUp, listReached } from './budget-events';

export interface Meter {
	selectBudgets(model: ModelName): Budget[];
	/** Reserves the max usage. @throws TroupeError BUDGET_EXCEEDED, RATE_LIMITED, RUN_STOPPED */
	open(call: ModelName & { kind: LedgerEntry['kind'] } & Reserved): Promise<OpenCall>;
	clock: Clock;
}

export interface ModelName {
	provider: string;
	model: string;
}

export type Reserved = Pick<Reservation, 'usage' | 'costUsd' | 'priceTable'>;

export interface OpenCall {
	/** Aborted with RUN_STOPPED. */
	stopped?: AbortSignal;
	/** Replaces the reserved usage; only the first call counts. */
	close(outcome: Omit<CallOutcome, 'durationMs'>): Promise<void>;
}

export interface MeterOptions {
	store: UsageStore;
	budgets: Budget[];
	scope: CallScope;
	clock: Clock;
	/** Keyed hash. Without it, the ledger does not tell conversations and persons apart. */
	pseudonym?: (kind: 'conversation' | 'subject', id: string) => Promise<string>;
	/** At 80 or 100 percent, at least once in each period. */
	onReached?: (event: BudgetEvent) => Promise<void>;
	/** Called before each call of a chat model; can refuse it, or end it later. */
	watchSwitches?: () => Promise<WatchedWork | undefined>;
	/** @returns false where it cannot be kept */
	keep?: (entry: OpenEntry, settle: () => Promise<void>) => boolean;
	/** For unrecorded usage. The call still succeeds, and its reservation stays. */
	onFault?: (fault: unknown) => void;
}

export function createMeter({
	store,
	budgets,
	scope,
	clock,
	pseudonym,
	watchSwitches,
	onReached,
	keep,
	onFault = warn,
}: MeterOptions): Meter {
	const mine = budgets.filter(
		({ tenant, agent }) => fits(tenant, scope.tenant) && [scope.agent, ...(scope.callers ?? [])].some((one) => fits(agent, one)),
	);
	const budgetsOf = ({ provider, model }: ModelName) =>
		mine.filter(
			(budget) =>
				(budget.model === undefined || budget.model === provider || budget.model === `${provider}:${model}`) && countsHere(budget),
		);
	const faultUnlessAway = (fault: unknown) => {
		if (isAway(fault)) throw fault;
		onFault(fault);
	};
	// A failed announcement changes neither success nor refusal of the call.
	const report = async (events: Array<BudgetEvent | undefined>) => {
		if (onReached) for (const event of events) if (event) await onReached(event).catch(faultUnlessAway);
	};
	return {
		clock,
		selectBudgets: budgetsOf,
		async open({ provider, model, kind, usage, costUsd, priceTable }) {
			const stops = kind === 'chat' ? await watchSwitches?.() : undefined;
			const started = clock.now();
			const origin = await toCallOrigin(readOrigin(), pseudonym);
			const reservation: Reservation = {
				scope: { ...scope, ...origin },
				provider,
				model,
				kind,
				usage: sanitizeUsage(usage),
				costUsd,
				priceTable,
			};
			const covering = budgetsOf({ provider, model });
			const entry = await store.reserve(reservation, covering, started).catch(async (error: unknown) => {
				stops?.end();
				if (isTroupeError(error) && error.code === 'BUDGET_EXCEEDED') await report([findUsedUp(error, covering, origin)]).catch(onFault);
				throw error;
			});
			let closed = false;
			return {
				...(stops && { stopped: stops.signal }),
				async close(outcome) {
					if (closed) return;
					closed = true;
					stops?.end();
					const durationMs = Math.max(0, clock.now() - started);
					// A paid answer is worth more than its entry, which stays open with the reserved usage.
					const actual = { ...outcome, usage: sanitizeUsage(outcome.usage), durationMs };
					measureCall({ model: `${provider}:${model}`, kind }, actual);
					let reached: BudgetEvent[] | undefined;
					const settle = async () => {
						// Settled once: where only the announcement missed the store, a repeat would find nothing to announce.
						reached ??= (await store.settle(entry, actual, covering)).flatMap((balance) => listReached(balance, origin));
						await report(reached);
					};
					const settleLate = () => settle().catch(faultUnlessAway);
					await whenReachable(settle).catch((fault: unknown) => {
						if (!isAway(fault) || !keep?.(entry, settleLate)) onFault(fault);
					});
				},
			};
		},
	};
}

function measureCall(of: { model: string; kind: LedgerEntry['kind'] }, { errorCode, usage, costUsd, durationMs }: CallOutcome): void {
	measurements.count('troupe_model_calls_total', { ...of, outcome: errorCode ?? 'ok' });
	measurements.observe('troupe_model_call_duration_seconds', of, durationMs / 1000);
	measurements.count('troupe_model_tokens_total', { ...of, direction: 'input' }, usage.inputTokens);
	measurements.count('troupe_model_tokens_total', { ...of, direction: 'output' }, usage.outputTokens);
	measurements.count('troupe_model_cost_usd_total', of, costUsd ?? 0);
}

function fits(expected: string | undefined, actual: string | null): boolean {
	return expected === undefined || expected === actual;
}

function countsHere({ per }: Budget): boolean {
	return (per !== 'instance' && per !== 'run') || readOrigin()[per] !== undefined;
}

async function toCallOrigin({ conversationId, person, ...origin }: WorkOrigin, pseudonym: MeterOptions['pseudonym']): Promise<CallOrigin> {
	if (!pseudonym) return origin;
	return {
		...origin,
		...(conversationId !== undefined && { conversation: await pseudonym('conversation', conversationId) }),
		...(person !== undefined && { person: await pseudonym('subject', person) }),
	};
}

function warn(fault: unknown): void {
	warnOperator(`The usage of a model call could not be recorded: ${fault instanceof Error ? fault.message : String(fault)}`, {
		code: 'TROUPE_USAGE',
	});
}
