import { BoundedCache } from '../../core/base/bounded-cache';
import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import type { Log } from './log';

export type ReportFault = (error: unknown, facts: Record<string, unknown>) => void;

const minuteMs = 60_000;
/** Distinct fault kinds. Codes are few; messages of unforeseen errors can hold anything. */
const maxKinds = 200;
const maxCauses = 5;

/**
 * Logs a kind's first fault, then one line a minute with a count: a full disk fails every request. A kind is an error's code, or an unforeseen
 * error's message, logged with its stack.
 */
export function faultLog(log: Log, message: string, now = Date.now): ReportFault {
	const kinds = new BoundedCache<{ loggedAt: number; repeated: number }>(maxKinds);
	return (error, facts) => {
		const kind = isTroupeError(error) ? error.code : getErrorMessage(error);
		const last = kinds.get(kind);
		if (last && now() - last.loggedAt < minuteMs) {
			last.repeated += 1;
			return;
		}
		kinds.set(kind, { loggedAt: now(), repeated: 0 });
		log(isTroupeError(error) ? 'warn' : 'error', message, {
			...facts,
			...describeFault(error),
			...(last && last.repeated > 0 && { repeated: last.repeated }),
		});
	};
}

/** The same for requests, with the path only: a query can have anything. */
export function requestFaultLog(log: Log): ReportFault {
	const report = faultLog(log, 'request failed');
	return (error, { url, ...facts }) => report(error, { ...(typeof url === 'string' && { url: url.split('?')[0] }), ...facts });
}

export function describeFault(error: unknown): Record<string, unknown> {
	const causes = listCauses(error);
	const cause = causes.length > 0 ? { cause: causes.join(': ') } : {};
	if (isTroupeError(error)) {
		const { runId } = error.details ?? {};
		return { code: error.code, error: error.message, fix: error.fix, ...(typeof runId === 'string' && { run: runId }), ...cause };
	}
	return { error: error instanceof Error ? error.stack : String(error), ...cause };
}

function listCauses(error: unknown): string[] {
	const causes: string[] = [];
	for (let { cause } = toError(error); cause !== undefined && causes.length < maxCauses; { cause } = toError(cause))
		causes.push(getErrorMessage(cause));
	return causes;
}

const toError = (error: unknown): { cause?: unknown } => (error instanceof Error ? error : {});
