/** Composes what policy checks call: a judge, a moderation service, and the counts of contacts. */
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import type { CheckId, GuardrailPolicy, PolicyCheck } from '../../../core/guardrails/policy/guardrail-policy';
import { createOpenAiModerator } from '../../models/openai/openai-moderator';
import type { ModelHost } from '../hosts/model-host';
import type { VaultHost } from '../hosts/state-host';
import { composeJudge } from '../models/models';
import { composeAbuseStore } from './abuse';
import { composeLocalModerator } from './local-moderator';

/** @param judged checks that a judge may decide */
export async function composeGuardParts(
	host: ModelHost & VaultHost,
	policies: readonly GuardrailPolicy[],
	judged: readonly CheckId[] = ['injection', 'harmful-content', 'support'],
): Promise<GuardParts> {
	const asks = policies.some(({ checks }) =>
		checks.some((check) => verifiesReplies(check) || (judged.includes(check.check) && !refusesJudge(check))),
	);
	return { ...(asks && { judge: await composeJudge(host) }), ...composeModerator(host), ...composeAbuse(host) };
}

export function composeAbuse(host: VaultHost): GuardParts {
	return { openAbuse: () => composeAbuseStore(host), clock: host.clock };
}

const verifiesReplies = (check: PolicyCheck): boolean => 'verify' in check && check.verify === true;

function refusesJudge(check: PolicyCheck): boolean {
	if (check.check === 'support') return check.judge !== 'in-doubt';
	return check.check === 'harmful-content' && check.judge === 'never';
}

/**
 * Opens the local classifier and moderators of the host's OpenAI-compatible server. With carried models, such as from a recording, no server may be
 * called.
 */
export function composeModerator(host: Pick<ModelHost, 'providers' | 'carrier' | 'fetch' | 'stateFolder'>): GuardParts {
	const { providers, carrier, fetch } = host;
	return {
		openModerator: (model) => {
			if (model === 'local') return composeLocalModerator(host);
			return providers.openai && !carrier ? createOpenAiModerator(providers.openai, model, { fetch }) : undefined;
		},
	};
}
