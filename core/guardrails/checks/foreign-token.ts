import type { Guardrail, Language, Match } from '../../ports';
import { tokenShape } from '../../base/masked-token';
import { requireVault } from './personal-data';

const reason: Record<Language, string> = {
	en: 'The reply contains a masked value that this conversation did not issue.',
	pt: 'A resposta contém um dado mascarado que não foi emitido nesta conversa.',
};

/** Checks output before tokens are restored: rejects a reply with a token of another conversation, or one that the model misspelled. */
export function foreignToken(): Guardrail {
	return {
		id: 'foreign-token',
		async check(text, context) {
			const vault = requireVault(context);
			const matches: Match[] = [];
			for (const { 0: token, index } of text.matchAll(tokenShape)) {
				if ((await vault.restore(token)) === token) matches.push({ type: 'TOKEN', start: index, end: index + token.length, score: 1 });
			}
			return matches.length > 0 ? { kind: 'violation', reason: reason[context.language], matches } : { kind: 'pass' };
		},
	};
}
