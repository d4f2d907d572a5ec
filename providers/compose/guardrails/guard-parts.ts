/** Composes what the checks of a host's policies call: a judge, a moderation service, and the counts of contacts. */
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import type { CheckId, GuardrailPolicy, PolicyCheck } from '../../../core/guardrails/policy/guardrail-policy';
import { createOpenAiModerator } from '../../models/openai/openai-moderator';
import type { ModelHost } from '../hosts/model-host';
import type { VaultHost } from '../hosts/state-host';
import { composeJudge } from '../models/models';
import { composeAbuseStore } from './abuse';
import { composeLocalModerator } from './local-moderator';

/** @param judged the checks that the host lets a judge decide about */
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

/** Opens the counts with the first message that needs them. */
export function composeAbuse(host: VaultHost): GuardParts {
	return { openAbuse: () => composeAbuseStore(host), clock: host.clock };
}

const verifiesReplies = (check: PolicyCheck): boolean => 'verify' in check && check.verify === true;

function refusesJudge(check: PolicyCheck): boolean {
	if (check.check === 'support') return check.judge !== 'in-doubt';
	return check.check === 'harmful-content' && check.judge === 'never';
}

/**
 * Opens the classifier of this machine, and moderators of the host's OpenAI-compatible server. Where its models are carried, such as from a recording, no
 * server may be called.
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
