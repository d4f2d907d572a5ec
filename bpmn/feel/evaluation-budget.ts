/** The evaluation goes through more than an engine that has other work can wait for. */
export class TooLarge extends Error {}

/** Characters of texts, items of lists and entries of contexts that one evaluation may make, copy, compare or write out. */
const maxHandled = 20_000_000;
/** What a call or an iteration costs, in characters. */
export const callCost = 10;
const maxMs = 2_000;
/** Handled between two looks at the clock. */
const unwatched = 10_000;

let left = 0;
let nextLook = 0;
let deadline = 0;

/** To be called before an evaluation: they never overlap, so that what is left need not be passed to every comparison. */
export function allot(): void {
	left = maxHandled;
	nextLook = left - unwatched;
	deadline = performance.now() + maxMs;
}

/** @throws TooLarge */
export function spend(amount: number): void {
	left -= amount;
	if (left > nextLook) return;
	nextLook = left - unwatched;
	if (left < 0) throw new TooLarge(`it goes through more than ${maxHandled} characters and items`);
	expectTime();
}

/** For a part of which nobody knows how long it takes. @throws TooLarge */
export function expectTime(): void {
	if (performance.now() > deadline) throw new TooLarge(`it takes longer than ${maxMs} ms`);
}

/** Counts a text or a list that is read or made as a whole. @throws TooLarge */
export function spendOn(value: unknown): void {
	if (typeof value === 'string' || Array.isArray(value)) spend(value.length);
}
