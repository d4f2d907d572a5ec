import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';
import { troupeHome } from '../../../core/base/home';
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { composeModerator } from '../../../providers/compose/guardrails/guard-parts';
import { readSettings } from '../read-credentials';

type Context = IExecuteFunctions | ISupplyDataFunctions;

/** Adds the moderation service to a policy: the form has one switch for all. */
export function withModeration(policy: GuardrailPolicy, context: Context, item: number): GuardrailPolicy {
	if (!usesModeration(context, item)) return policy;
	const moderation = isLocal(context, item) ? { model: 'local' } : {};
	const checks = policy.checks.map((check) => (check.check === 'harmful-content' ? { moderation, ...check } : check));
	return { ...policy, checks };
}

/** @throws TroupeError INPUT_INVALID when the credential is not set */
export async function readModerator(context: Context, item: number): Promise<Pick<GuardParts, 'openModerator'>> {
	// A document can name the classifier of this machine too.
	const asksServer = usesModeration(context, item) && !isLocal(context, item);
	const providers = asksServer ? { openai: await readSettings(context, 'openai', item) } : {};
	return composeModerator({ providers, stateFolder: troupeHome() });
}

const isLocal = (context: Context, item: number): boolean => context.getNodeParameter('moderationBy', item, 'openai') === 'local';

function usesModeration(context: Context, item: number): boolean {
	return Boolean(context.getNodeParameter('useModeration', item, false));
}
