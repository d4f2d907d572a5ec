import type { Language } from '../../../core/base/text/language';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';

/** What a tenant and the operator of the machine decide about the guards of its hosts. */
export interface TenantDemands {
	/** In this order. */
	policies: GuardrailPolicy[];
	/** The language of reasons and replacements where the text does not decide it. */
	language?: Language;
	/** The parts of the standard policy that the operator switches off. */
	without?: StandardPart[];
}
