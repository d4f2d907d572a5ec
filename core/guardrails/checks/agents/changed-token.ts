import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';
import { findChangedTokens, listKnownTexts } from '../../vault/changed-tokens';
import { requireVault } from './personal-data';

const reason: Record<Language, string> = {
	en: 'The reply contains a masked value that the model misspelled. It was corrected.',
	pt: 'A resposta contém um dado mascarado que o modelo escreveu errado. Ele foi corrigido.',
};

/** Checks output before tokens are restored: repairs tokens without brackets or end, which would reach the customer unrestored. */
export function changedToken(): Guardrail {
	return {
		id: 'changed-token',
		check: async (text, context) => {
			const { given, language } = context;
			const found = await findChangedTokens(text, requireVault(context), listKnownTexts(text, given));
			if (found.length === 0) return { kind: 'pass' };
			const rewrite = () => found.reduceRight((left, { start, end, token }) => left.slice(0, start) + token + left.slice(end), text);
			return {
				kind: 'violation',
				reason: reason[language],
				matches: found.map(({ start, end }) => ({ type: 'TOKEN' as const, start, end, score: 1 })),
				rewrite,
			};
		},
	};
}
