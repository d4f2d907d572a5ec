import type { AgentDefinition } from '../../agents/agent-definition';
import type { Guardrail, GuardrailVerdict, Language, Match } from '../../ports';
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
		async check(text, context) {
			if (action === 'token') return rewritten(text, await context.vault.mask(text));
			const matches = await context.vault.findUnknown(text);
			if (action === 'partial') return rewritten(text, { text: await context.vault.redact(text), matches });
			if (matches.length === 0) return { kind: 'pass' };
			return { kind: 'block', reason: REASON[context.language](namesOf(matches, context.language)), matches };
		},
	};
}

function rewritten(text: string, masked: { text: string; matches: Match[] }): GuardrailVerdict {
	return masked.text === text ? { kind: 'pass' } : { kind: 'rewrite', ...masked };
}
