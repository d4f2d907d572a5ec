import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { DecisionPoint, PlannedToolCall } from '../../core/ports/tools/decision-point';
import { boundedText } from '../http/bounded-body';
import type { NetworkRules } from '../http/guarded-fetch';
import { proxiedFetch } from '../http/proxied-fetch';

/** A call waits for it. */
const timeLimitMs = 5_000;

interface AuthZenSettings extends Pick<NetworkRules, 'residency'> {
	/** Such as `https://pdp.example.com/access/v1/evaluation`. */
	url: string;
	token?: string;
	/** Default: fetch, through the environment's proxies. */
	fetch?: typeof fetch;
}

/** Asks a policy decision point (OpenID AuthZEN 1.0), such as OPA, Cerbos, Topaz or OpenFGA. */
export function createAuthZen({ url, token, residency, fetch: send = proxiedFetch }: AuthZenSettings): DecisionPoint {
	const headers = { 'content-type': 'application/json', accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
	return {
		async permits(call, signal) {
			// Tool arguments are data of the tenant.
			await residency?.(new URL(url));
			const body = JSON.stringify(toEvaluation(call));
			const within = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]);
			try {
				const response = await send(url, { method: 'POST', headers, body, redirect: 'error', signal: within });
				return readDecision(response.status, await boundedText(response));
			} catch (cause) {
				signal.throwIfAborted();
				throw unanswered(url, within.aborted ? `it did not answer within ${timeLimitMs / 1_000} s` : getErrorMessage(cause), cause);
			}
		},
	};
}

function toEvaluation({ agent, tenant, callers, asker, by, runId, callId, tool, isApproved, ...call }: PlannedToolCall): object {
	return {
		subject: { type: 'agent', id: agent.id, properties: { ...agent, tenant, callers, asker, ...(by !== undefined && { by }) } },
		action: { name: 'call', properties: { effect: tool.effect } },
		resource: { type: 'tool', id: tool.name, properties: { source: tool.source, arguments: call.arguments } },
		context: { run: runId, call: callId, approved: isApproved },
	};
}

/** Anything but a clear yes or no is a fault. */
function readDecision(status: number, text: string): boolean {
	if (status !== 200) throw new Error(`it answered with status ${status}`);
	const { decision } = (JSON.parse(text) ?? {}) as { decision?: unknown };
	if (typeof decision !== 'boolean') throw new Error('its answer has no "decision", true or false');
	return decision;
}

const unanswered = (url: string, why: string, cause: unknown): TroupeError =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The decision point at ${new URL(url).host} did not decide: ${why}.`,
		fix: 'Check TROUPE_DECISION_POINT and its server. Until it answers, no call of a tool is made.',
		retryable: true,
		cause,
	});
