/**
 * Waits for an effect of a process, a server or a timer. On failure it reports what was expected and what was seen, before the timeout of the
 * test runner, which reports neither. The timeout is not a limit of the product: it is far above what a busy machine needs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Below the shortest timeout of a test, one minute. */
const timeoutMs = 45_000;

export interface Waiting {
	/** Describes the actual state for the error message. Default of `waitUntil`: the last value. */
	seen?: () => unknown;
	forMs?: number;
	everyMs?: number;
}

/** Repeats a check until it returns a value other than undefined, null, false or an empty text. */
export async function waitUntil<Value>(
	what: string,
	look: () => Value | Promise<Value>,
	{ seen, forMs, everyMs = 10 }: Waiting = {},
): Promise<NonNullable<Exclude<Value, false | ''>>> {
	let [last, over]: [Value | undefined, boolean] = [undefined, false];
	const looking = async () => {
		while (!over) {
			last = await look();
			if (last !== undefined && last !== null && last !== false && last !== '') return last as NonNullable<Exclude<Value, false | ''>>;
			await sleep(everyMs);
		}
		throw new Error(`The wait for ${what} was cancelled.`);
	};
	try {
		return await within(what, looking(), { seen: seen ?? (() => last), forMs });
	} finally {
		over = true;
	}
}

/** Repeats a check that describes itself. */
export const until = <Value>(look: () => Value | Promise<Value>, waiting?: Waiting) =>
	waitUntil(String(look), look, { everyMs: 5, ...waiting });

/** Returns the value of a promise, or an error that describes what was expected. */
export async function within<Value>(what: string, promised: PromiseLike<Value>, { seen, forMs = timeoutMs }: Waiting = {}): Promise<Value> {
	const awaited = new AbortController();
	const tooLong = sleep(forMs, undefined, { signal: awaited.signal }).then(() => {
		throw new Error(`Waited ${forMs / 1000} s for ${what} without success.${seen ? ` Seen: ${describeValue(seen)}` : ''}`);
	});
	// Ends with an abort on success, which is not reported.
	tooLong.catch(() => undefined);
	try {
		return await Promise.race([promised, tooLong]);
	} finally {
		awaited.abort();
	}
}

function describeValue(seen: () => unknown): string {
	const value = seen();
	return (typeof value === 'string' ? value : inspect(value, { depth: 4 })).slice(-4_000);
}
