import type { Guardrail, GuardrailVerdict, Language, Match, PersonalDataVault } from '../../ports';
import { canonicalToken, tokenShape } from '../../base/text/masked-token';
import { requireVault } from './personal-data';

const reason: Record<Language, string> = {
	en: 'The reply contains a masked value that this conversation did not issue.',
	pt: 'A resposta contém um dado mascarado que não foi emitido nesta conversa.',
};

/** Checks output before tokens are restored: rejects a reply with a token of another conversation, or one that the model misspelled. One that the person wrote may be repeated. */
export function foreignToken(): Guardrail {
	return {
		id: 'foreign-token',
		check: (text, context) => {
			const vault = requireVault(context);
			// What the person wrote like this was never issued: repeated, it tells them nothing, and nothing is restored.
			const written = new Set((context.given?.messages ?? []).flatMap((message) => message.match(tokenShape) ?? []).map(canonicalToken));
			const tokens = [...text.matchAll(tokenShape)].filter(([token]) => !written.has(canonicalToken(token)));
			return tokens.length > 0 ? judge(tokens, vault, context.language) : { kind: 'pass' };
		},
	};
}

async function judge(tokens: RegExpExecArray[], vault: PersonalDataVault, language: Language): Promise<GuardrailVerdict> {
	const matches: Match[] = [];
	for (const { 0: token, index } of tokens) {
		if ((await vault.restore(token)) === token) matches.push({ type: 'TOKEN', start: index, end: index + token.length, score: 1 });
	}
	return matches.length > 0 ? { kind: 'violation', reason: reason[language], matches } : { kind: 'pass' };
}
