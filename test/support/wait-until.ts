/**
 * Waiting for what a process, a server or a timer brings about. It ends with what was waited for and what was seen, before the runner's own
 * limit, which says neither. The patience is no bound on the product: it is far above what a busy machine needs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Below the least limit of a test, which is a minute. */
const patienceMs = 45_000;

export interface Waiting {
	/** What is there instead, for whoever reads that it did not come about; of `waitUntil`, else what it looked at last. */
	seen?: () => unknown;
	forMs?: number;
	everyMs?: number;
}

/** Looks again and again until there is something to see: neither undefined nor null, false or an empty text. */
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
		throw new Error(`Nobody waits for ${what} any more.`);
	};
	try {
		return await within(what, looking(), { seen: seen ?? (() => last), forMs });
	} finally {
		over = true;
	}
}

/** Where the look says what is waited for. */
export const until = <Value>(look: () => Value | Promise<Value>, waiting?: Waiting) =>
	waitUntil(String(look), look, { everyMs: 5, ...waiting });

/** What was promised, or an error that says what did not come about. */
export async function within<Value>(
	what: string,
	promised: PromiseLike<Value>,
	{ seen, forMs = patienceMs }: Waiting = {},
): Promise<Value> {
	const awaited = new AbortController();
	const tooLong = sleep(forMs, undefined, { signal: awaited.signal }).then(() => {
		throw new Error(`Waited ${forMs / 1000} s for ${what}, in vain.${seen ? ` Seen: ${told(seen)}` : ''}`);
	});
	// It ends with an abort when all is well, which is nobody's news.
	tooLong.catch(() => undefined);
	try {
		return await Promise.race([promised, tooLong]);
	} finally {
		awaited.abort();
	}
}

function told(seen: () => unknown): string {
	const value = seen();
	return (typeof value === 'string' ? value : inspect(value, { depth: 4 })).slice(-4_000);
}
