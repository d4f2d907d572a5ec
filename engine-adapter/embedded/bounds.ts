import { TroupeError } from '../../core/base/errors';

/** For the engine's one writer: some seconds of its work. */
export const maxWaitingCommands = 10_000;
/** For results of instances, and for jobs. */
export const maxResultWaiters = 10_000;
export const maxJobWatchers = 1_000;
/** Due rows of each kind in one command; the rest follows in the next. */
export const maxDueAtOnce = 1_000;

/** Per multi-instance activity: all items are kept from its beginning, and each is looked up in its collection. */
export const maxIterations = 100_000;

/** Max activity of a process instance without waiting, in events and in characters of its log: some seconds of the engine's work. */
export const maxRunaway = { events: 1_000_000, characters: 100_000_000 };

/** Then a transaction takes no further command or step: nothing else can happen meanwhile. */
export const maxTransactionMs = 200;
/** Milliseconds of a transaction for steps that earlier transactions left: commands wait for them. */
export const maxRestMs = 50;

/** Iterations or elements of one scope that one step begins or ends: others take their steps in between. */
export const maxOfScopeAtOnce = 1_000;

/** Zeebe's RESOURCE_EXHAUSTED: refused before anything happened, so the same call may succeed later. @throws TroupeError ENGINE_OVERLOADED */
export function refuseOver(limit: number, waiting: number, what: string): void {
	if (waiting < limit) return;
	throw new TroupeError({
		code: 'ENGINE_OVERLOADED',
		message: `The engine is overloaded: ${limit} ${what} are already waiting.`,
		fix: 'Try again later with fewer concurrent requests.',
		retryable: true,
		details: { limit },
	});
}
