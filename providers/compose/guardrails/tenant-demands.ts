import type { Language } from '../../../core/base/text/language';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';

export interface TenantDemands {
	/** Order matters. */
	policies: GuardrailPolicy[];
	/** The language of reasons and replacements if the text does not decide it. */
	language?: Language;
	without?: StandardPart[];
}
