import { isTroupeError, type TroupeError } from '../base/errors';
import { pause } from '../base/async/pause';
import { isStopped } from '../switches/find-switch';
import { planRetry } from '../base/async/retry-policy';
import type { Turn, TurnEnd } from '../ports/channels/mailbox';

const retries = { firstMs: 2_000, maxMs: 300_000 };

/** Bounds of the pauses while a turn waits for something that is away. A pause lasts as long as all before it. */
const minPauseMs = 2_000;
const maxPauseMs = 30_000;
/** How long a follow-up waits for what is away, for which nobody waits, and a turn for a model or a server of tools that is down, before a person has to answer. */
const maxAwayMs = 3_600_000;
/** How soon a turn that an operator stopped is tried again, so that it is answered soon after the start. */
const stoppedPauseMs = 5_000;

/**
 * Decides about a turn that failed: it waits, is repeated, or is given up. What somebody has to mend first, such as an agent that may not run, is waited
 * for without an end, for a model or a server of tools that is down an hour. Another fault that does not pass by itself ends the turn.
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

/**
 * Faults of an agent, or of the process in its place, that last until somebody mends or deploys it, mends its model's account or its secrets, or until
 * another process of ours takes the turn.
 */
const awayCodes = new RegExp(
	`^(?:${[
		...['(?:MANIFEST|REGISTRY|TRUST)_.+', 'TOKEN_INVALID', 'AGENT_NOT_FOUND', 'AGENT_INVALID', 'POLICY_INVALID', 'KNOWLEDGE_UNREADABLE'],
		...['MODEL_AUTHENTICATION', 'MODEL_NOT_FOUND', 'MODEL_REFUSED', 'MODEL_OUT_OF_CREDIT', 'CREDENTIAL_NOT_FOUND', 'CREDENTIAL_INVALID'],
		...['DEPENDENCY_MISSING', 'RUN_STOPPED', 'PROCESS_NOT_FOUND'],
	].join('|')})$`,
);

/** Returns whether the agent cannot run in this process at present: it is stopped, invalid, not approved or without a model, or another process has it. */
export const isAwayHere = (cause: unknown): cause is TroupeError =>
	isTroupeError(cause) && (awayCodes.test(cause.code) || isWithoutSecret(cause)) && !isCancelled(cause);

/** A server of tools without its secret: its tools are not known, so that the agent could not say what it cannot do. */
const isWithoutSecret = ({ code, details }: TroupeError): boolean => code === 'TOOL_INVALID' && typeof details?.['secret'] === 'string';

/** One run was cancelled, which says nothing of others; it does not begin again. */
const isCancelled = (cause: unknown): boolean => isTroupeError(cause) && cause.code === 'RUN_STOPPED' && !cause.retryable;

/**
 * Services that are down, overloaded or refuse a key, for all customers: whoever is given up meanwhile would wait for a person though the agent is soon
 * back.
 */
const downCodes = new Set(['MODEL_UNREACHABLE', 'MODEL_OVERLOADED', 'MODEL_RATE_LIMITED', 'MODEL_CIRCUIT_OPEN', 'TOOL_SOURCE_UNREACHABLE']);

const isDown = (cause: unknown): boolean => isTroupeError(cause) && downCodes.has(cause.code);

/** Returns whether something that the turn needs and that others share is away: jobs wait for it too, however often they are tried. */
function isAway(cause: unknown): boolean {
	return isAwayHere(cause) || isStoreAway(cause) || (isTroupeError(cause) && cause.retryable && cause.code.endsWith('_STORE_UNREACHABLE'));
}

const isStoreAway = (cause: unknown): boolean => isTroupeError(cause) && cause.retryable && cause.code.startsWith('STORAGE_');

const storePauseMs = 2_000;

/** Stores what a turn came to, again and again while the store is away: what is lost would be done, and paid, another time. */
export async function storeOutcome<Result>(store: () => Promise<Result>, signal = new AbortController().signal): Promise<Result> {
	for (;;) {
		try {
			return await store();
		} catch (cause) {
			if (!isStoreAway(cause) || !(await pause(storePauseMs, signal))) throw cause;
		}
	}
}
