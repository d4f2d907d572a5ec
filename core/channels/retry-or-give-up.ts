import { isTroupeError, type TroupeError } from '../base/errors';
import { pause } from '../base/async/pause';
import { isStopped } from '../switches/find-switch';
import { planRetry } from '../base/async/retry-policy';
import type { Turn, TurnEnd } from '../ports/channels/mailbox';

const retries = { firstMs: 2_000, maxMs: 300_000 };

/** Bounds of the pauses while something is unavailable. Each pause doubles the total wait. */
const minPauseMs = 2_000;
const maxPauseMs = 30_000;
/** Max wait of a follow-up, and of a turn for a model or tool server that is down, before a person has to answer. */
const maxAwayMs = 3_600_000;
const stoppedPauseMs = 5_000;

/**
 * Decides about a failed turn: wait, retry or give up. Waits without end for what somebody must fix; one hour for a model or tool server that
 * is down.
 */
export function retryOrGiveUp(cause: unknown, turn: Pick<Turn, 'attempts' | 'awayMs' | 'followUp'>, maxAttempts: number): TurnEnd {
	const { attempts, awayMs, followUp } = turn;
	const reason = isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the agent could not answer';
	if (isCancelled(cause)) return { kind: 'dead', reason };
	if (isStopped(cause)) return { kind: 'failed', reason, afterMs: stoppedPauseMs, isStopped: true };
	const isOfService = isDown(cause);
	if ((isOfService || (isAway(cause) && followUp !== undefined)) && awayMs >= maxAwayMs) return { kind: 'dead', reason };
	if (isOfService || isAway(cause))
		return { kind: 'failed', reason, afterMs: Math.min(Math.max(awayMs, minPauseMs), maxPauseMs), isAway: true };
	const afterMs = planRetry({ ...retries, maxAttempts }, { attempts: attempts + 1 });
	if (afterMs === undefined || (isTroupeError(cause) && !cause.retryable)) return { kind: 'dead', reason };
	return { kind: 'failed', reason, afterMs };
}

/** Faults that last until somebody fixes the agent, process, account or secret, or another process takes the turn. */
const awayCodes = new RegExp(
	`^(?:${[
		'(?:MANIFEST|REGISTRY|TRUST)_.+',
		'TOKEN_INVALID',
		'AGENT_NOT_FOUND',
		'AGENT_INVALID',
		'POLICY_INVALID',
		'KNOWLEDGE_UNREADABLE',
		'MODEL_AUTHENTICATION',
		'MODEL_NOT_FOUND',
		'MODEL_REFUSED',
		'MODEL_OUT_OF_CREDIT',
		'CREDENTIAL_NOT_FOUND',
		'CREDENTIAL_INVALID',
		'DEPENDENCY_MISSING',
		'RUN_STOPPED',
		'PROCESS_NOT_FOUND',
	].join('|')})$`,
);

export const isAwayHere = (cause: unknown): cause is TroupeError =>
	isTroupeError(cause) && (awayCodes.test(cause.code) || isWithoutSecret(cause)) && !isCancelled(cause);

/** Without its secret, a tool server's tools are unknown. */
const isWithoutSecret = ({ code, details }: TroupeError): boolean => code === 'TOOL_INVALID' && typeof details?.['secret'] === 'string';

/** A cancelled run does not begin again, and says nothing about others. */
const isCancelled = (cause: unknown): boolean => isTroupeError(cause) && cause.code === 'RUN_STOPPED' && !cause.retryable;

/**
 * Services that are down, overloaded or refuse a key, for all customers: giving up would leave a customer to people though the agent is soon back.
 */
const downCodes = new Set(['MODEL_UNREACHABLE', 'MODEL_OVERLOADED', 'MODEL_RATE_LIMITED', 'MODEL_CIRCUIT_OPEN', 'TOOL_SOURCE_UNREACHABLE']);

const isDown = (cause: unknown): boolean => isTroupeError(cause) && downCodes.has(cause.code);

/** Returns whether a shared dependency of the turn is unavailable: jobs wait for it too, regardless of attempts. */
function isAway(cause: unknown): boolean {
	return isAwayHere(cause) || isStoreAway(cause) || (isTroupeError(cause) && cause.retryable && cause.code.endsWith('_STORE_UNREACHABLE'));
}

const isStoreAway = (cause: unknown): boolean => isTroupeError(cause) && cause.retryable && cause.code.startsWith('STORAGE_');

const storePauseMs = 2_000;

export async function storeOutcome<Result>(store: () => Promise<Result>, signal = new AbortController().signal): Promise<Result> {
	for (;;) {
		try {
			return await store();
		} catch (cause) {
			if (!isStoreAway(cause) || !(await pause(storePauseMs, signal))) throw cause;
		}
	}
}
