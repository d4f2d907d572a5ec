import { countNouns } from '../../../core/base/text/count-nouns';
import type { TroupeErrorCode } from '../../../core/base/errors';
import type { ModelAttempt } from '../../../core/ports/models/models';

/** Reasons why a model did not answer, to follow its name. BUDGET stands for the budget. */
const reasons: Partial<Record<TroupeErrorCode, string>> = {
	MODEL_AUTHENTICATION: 'failed: the API key was refused',
	MODEL_NOT_FOUND: 'failed: the provider has no model of this name',
	MODEL_BAD_REQUEST: 'failed: the provider refused the request',
	MODEL_CONTEXT_TOO_LONG: 'failed: the conversation is too long for this model',
	MODEL_RATE_LIMITED: 'failed: rate limited by the provider',
	MODEL_OUT_OF_CREDIT: 'failed: the account has no credit left',
	MODEL_OVERLOADED: 'failed: the provider has an error or is overloaded',
	MODEL_TIMEOUT: 'failed: no answer within the time limit',
	MODEL_UNREACHABLE: 'failed: the server cannot be reached',
	MODEL_MALFORMED_RESPONSE: 'failed: the server did not respond as a model does',
	MODEL_CIRCUIT_OPEN: 'was not asked: it failed too often recently',
	MODEL_OUTPUT_INVALID: 'failed: the answer was blank, or did not fit the JSON schema',
	BUDGET_EXCEEDED: 'was not asked: BUDGET is used up or too small for the call',
	RATE_LIMITED: 'was not asked: BUDGET is used up for this minute',
	CANCELLED: 'failed: the call was cancelled',
};

/**
 * Says in words which models failed, why, and which one answered; for a hint above a node's output.
 * `openai:gpt-4.1 failed: rate limited by the provider. openai:gpt-4.1-mini answered.` A connected model is called by its name alone.
 * @returns undefined where the first model answered at once, or none was asked
 */
export function describeAttempts(attempts: ModelAttempt[]): string | undefined {
	const named = attempts.map((attempt) => ({ ...attempt, model: nameModel(attempt) }));
	const failed = named.filter(({ ok }) => !ok);
	if (failed.length === 0) return undefined;
	const counted = new Map<string, { model: string; reason: string; times: number }>();
	for (const { model, errorCode, budget } of failed) {
		const name = budget === undefined ? 'its budget' : `the budget "${budget}"`;
		const reason =
			reasons[errorCode as TroupeErrorCode]?.replace('BUDGET', () => name) ?? `failed: ${errorCode ?? 'for an unknown reason'}`;
		const key = `${model} ${reason}`;
		counted.set(key, { model, reason, times: (counted.get(key)?.times ?? 0) + 1 });
	}
	const failures = [...counted.values()].map(({ model, reason, times }) => `${model} ${times > 1 ? several(reason, times) : reason}.`);
	const answered = named.find(({ ok }) => ok);
	return [...failures, answered ? `${answered.model} answered.` : 'No model answered.'].join(' ');
}

const nameModel = ({ model, server }: ModelAttempt): string => model.replace(/^n8n:/, '') + (server === undefined ? '' : ` (${server})`);

/** `failed 3 times: …`. */
const several = (reason: string, times: number) => reason.replace(':', ` ${countNouns(times, 'time')}:`);
