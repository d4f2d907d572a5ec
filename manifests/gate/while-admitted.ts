import { isTroupeError } from '../../core/base/errors';
import type { Gate, GateSubject } from '../../core/ports';
import { copyOf } from './decision/copy-error';

/** A piece of work whose gate watches whatever it admitted. */
export interface AdmittedWork {
	/** Asks as the host's gate does; what it admits is watched until the work ends. */
	gate: Gate;
	/** Aborted by the host, or with the refusal of something that was admitted. */
	signal: AbortSignal;
}

/** Work that was told to end may put its things away; then it is left behind. */
const graceMs = 500;

/**
 * Does a piece of work for as long as all that the gate admitted for it may run. Revoked meanwhile, it ends with the refusal,
 * also when it heeds no signal.
 * @throws TroupeError MANIFEST_*, TOKEN_INVALID when it is stopped; whatever `work` throws
 */
export async function whileAdmitted<Result>(
	gate: Gate,
	host: AbortSignal | undefined,
	work: (admitted: AdmittedWork) => Promise<Result>,
): Promise<Result> {
	const stop = new AbortController();
	const watches: Array<{ close: () => void }> = [];
	const admit: Gate['admit'] = async (subject) => {
		const reference = await gate.admit(subject);
		const watch = gate.watch?.(subject);
		if (watch === undefined) return reference;
		watches.push(watch);
		watch.signal.addEventListener('abort', () => stop.abort(watch.signal.reason), { once: true });
		return reference;
	};
	const signal = host === undefined ? stop.signal : AbortSignal.any([host, stop.signal]);
	const patience = new AbortController();
	try {
		return await Promise.race([work({ gate: { admit }, signal }), refusedFor(stop.signal, patience.signal)]);
	} finally {
		patience.abort();
		for (const { close } of watches) close();
		// What it made or threw after it was told to end says nothing: why it was told does.
		if (stop.signal.aborted) throwRefusal(stop.signal.reason);
	}
}

/**
 * The same for work that gives its result in pieces: what may not run any more gives no further one.
 * @throws TroupeError MANIFEST_*, TOKEN_INVALID when it is refused or stopped; whatever the work throws
 */
export async function* streamWhileAdmitted<Part>(
	gate: Gate,
	subject: GateSubject,
	host: AbortSignal | undefined,
	open: (signal: AbortSignal) => AsyncIterable<Part>,
): AsyncGenerator<Part> {
	await gate.admit(subject);
	const watch = gate.watch?.(subject);
	const refused = new Promise<never>((_, reject) => {
		watch?.signal.addEventListener('abort', () => reject(watch.signal.reason as Error), { once: true });
	});
	refused.catch(() => undefined);
	const parts = open(AbortSignal.any([host, watch?.signal].filter((signal) => signal !== undefined)))[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = await Promise.race([parts.next(), refused]);
			if (next.done) return;
			yield next.value;
		}
	} finally {
		watch?.close();
		const ended = parts.return?.();
		// Who was told to end and heeds no signal may take for ever: nobody waits for that.
		if (watch?.signal.aborted) ended?.catch(() => undefined);
		else await ended;
		if (watch?.signal.aborted) throwRefusal(watch.signal.reason);
	}
}

/** Rejects some time after a refusal, unless nobody waits any more. */
function refusedFor(stop: AbortSignal, over: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		const whenStopped = () => void setTimeout(() => reject(stop.reason as Error), graceMs).unref();
		stop.addEventListener('abort', whenStopped, { once: true });
		over.addEventListener('abort', () => stop.removeEventListener('abort', whenStopped), { once: true });
	});
}

function throwRefusal(reason: unknown): never {
	throw isTroupeError(reason) ? copyOf(reason) : (reason as Error);
}
