/** The evaluation goes through more than an engine that has other work can wait for. */
export class TooLarge extends Error {}

/** Characters of texts, items of lists and entries of contexts that one evaluation may make, copy, compare or write out. */
const maxHandled = 20_000_000;
/** Cost of a call or an iteration, in characters. */
export const callCost = 10;
const maxMs = 2_000;
/** Handled between two looks at the clock. */
const unwatched = 10_000;

/** Nothing is left between two evaluations: work outside of `withinBudget` always fails. */
let left = 0;
let nextLook = 0;
let deadline = 0;

/** Runs one evaluation. Evaluations never overlap, so no comparison needs the budget as an argument. */
export function withinBudget<T>(evaluation: () => T): T {
	left = maxHandled;
	nextLook = left - unwatched;
	deadline = performance.now() + maxMs;
	try {
		return evaluation();
	} finally {
		left = nextLook = deadline = 0;
	}
}

/** @throws TooLarge */
export function spend(amount: number): void {
	left -= amount;
	if (left > nextLook) return;
	nextLook = left - unwatched;
	if (left < 0) throw new TooLarge(`it goes through more than ${maxHandled} characters and items`);
	expectTime();
}

/** Checks the time before a part of unknown length. @throws TooLarge */
export function expectTime(): void {
	if (performance.now() > deadline) throw new TooLarge(`it takes longer than ${maxMs} ms`);
}

/** @throws TooLarge */
export function spendOn(value: unknown): void {
	if (typeof value === 'string' || Array.isArray(value)) spend(value.length);
}
