import type { AgentDefinition } from '../../agents/agent-definition';
import type { Guardrail, Language } from '../../ports';
import { namesOf } from '../personal-data/recognizers';

type Action = AgentDefinition['guardrails']['personalData']['action'];

const REASON: Record<Language, (types: string) => string> = {
	en: (types) => `The text contains personal data: ${types}.`,
	pt: (types) => `O texto contém dados pessoais: ${types}.`,
};

/**
 * Input and knowledge: keeps personal data of the vault's types from the model. `token` can be restored in the reply, `partial` cannot, `block` refuses the text.
 * Knowledge of an agent that blocks is better masked with `token`: a handbook's own addresses are no reason to refuse a customer.
 */
export function personalData(action: Action): Guardrail {
	return {
		id: 'personal-data',
		check(text, context) {
			const { vault } = context;
			const unknown = vault.findUnknown(text);
			if (action === 'block') {
				return unknown.length > 0
					? { kind: 'block', reason: REASON[context.language](namesOf(unknown, context.language)), matches: unknown }
					: { kind: 'pass' };
			}
			const masked = action === 'token' ? vault.mask(text) : { text: vault.redact(text), matches: unknown };
			return masked.text === text ? { kind: 'pass' } : { kind: 'rewrite', ...masked };
		},
	};
}
