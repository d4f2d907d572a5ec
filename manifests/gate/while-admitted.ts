import { isTroupeError } from '../../core/base/errors';
import type { Gate, GateSubject } from '../../core/ports/manifests';
import { copyError } from './decision/copy-error';

export interface AdmittedWork {
	gate: Gate;
	signal: AbortSignal;
}

/** Time for aborted work to clean up before it is abandoned. */
const graceMs = 500;

/**
 * After a revocation, ends with the refusal even if the work ignores its signal. @throws TroupeError MANIFEST_*, TOKEN_INVALID when it is stopped;
 * any error of `work`
 */
export async function whileAdmitted<Result>(
	gate: Gate,
	host: AbortSignal | undefined,
	work: (admitted: AdmittedWork) => Promise<Result>,
): Promise<Result> {
	const stop = new AbortController();
	const watches: Array<{ close: () => void }> = [];
	const admitBy = (judge: Gate) => async (subject: GateSubject) => {
		const reference = await judge.admit(subject);
		const watch = gate.watch?.(subject);
		if (watch === undefined) return reference;
		watches.push(watch);
		watch.signal.addEventListener('abort', () => stop.abort(watch.signal.reason), { once: true });
		return reference;
	};
	const { offline } = gate;
	const admitted: Gate = { admit: admitBy(gate), ...(offline && { offline: () => ({ admit: admitBy(offline()) }) }) };
	const signal = host === undefined ? stop.signal : AbortSignal.any([host, stop.signal]);
	const finished = new AbortController();
	try {
		return await Promise.race([work({ gate: admitted, signal }), refusedFor(stop.signal, finished.signal)]);
	} finally {
		finished.abort();
		for (const { close } of watches) close();
		if (stop.signal.aborted) throwRefusal(stop.signal.reason);
	}
}

/** After a revocation, yields no further part. @throws TroupeError MANIFEST_*, TOKEN_INVALID when it is refused or stopped; any error of the work */
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
		// Not awaited: work that ignores its signal can take forever.
		if (watch?.signal.aborted) ended?.catch(() => undefined);
		else await ended;
		if (watch?.signal.aborted) throwRefusal(watch.signal.reason);
	}
}

/** Rejects some time after a refusal, unless the work is over. */
function refusedFor(stop: AbortSignal, over: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		const whenStopped = () => void setTimeout(() => reject(stop.reason as Error), graceMs).unref();
		stop.addEventListener('abort', whenStopped, { once: true });
		over.addEventListener('abort', () => stop.removeEventListener('abort', whenStopped), { once: true });
	});
}

function throwRefusal(reason: unknown): never {
	throw isTroupeError(reason) ? copyError(reason) : (reason as Error);
}
