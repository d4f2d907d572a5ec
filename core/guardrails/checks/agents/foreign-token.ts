import type { Language } from '../../../base/text/languages';
import type { Guardrail, GuardrailVerdict } from '../../../ports/guardrails/guardrail';
import type { Match } from '../../../ports/guardrails/match';
import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import { canonicalToken, tokenShape } from '../../../base/text/masked-token';
import { chooseRecognizers } from '../../personal-data/recognizers';
import { requireVault } from './personal-data';

const reason: Record<Language, string> = {
	en: 'The reply contains a masked value that this conversation did not issue.',
	pt: 'A resposta contém um dado mascarado que não foi emitido nesta conversa.',
};

const labels = [...new Set(chooseRecognizers({}).map(({ label }) => label)), 'PERSON', 'NAME', 'NOME', 'TELEFONE'].join('|');
/** `[PERSON_1]` or `PERSON_1`. This conversation's tokens were repaired before. */
const halfToken = new RegExp(
	String.raw`\\?\[(?:${labels}|${labels.toLowerCase()})\\?_\d{1,6}(?:\\?_[A-Za-z0-9]{0,3})?\\?\]|(?<![\w[\\])(?:${labels})\\?_\d{1,6}(?:\\?_[A-Za-z0-9]{0,12})?(?![\w\]\\])`,
	'g',
);

/** Checks output before tokens are restored: rejects a reply with a misspelled or foreign token. The person's own may be repeated. */
export function foreignToken(): Guardrail {
	return {
		id: 'foreign-token',
		check: (text, context) => {
			const vault = requireVault(context);
			const { messages = [], others = [] } = context.given ?? {};
			// The person wrote it, so it was never issued: repeating it reveals and restores nothing.
			const written = new Set(messages.flatMap((message) => message.match(tokenShape) ?? []).map(canonicalToken));
			const tokens = [...text.matchAll(tokenShape)].filter(([token]) => !written.has(canonicalToken(token)));
			const halves = [...text.matchAll(halfToken)].filter(([half]) => ![...messages, ...others].some((other) => other.includes(half)));
			return tokens.length + halves.length > 0 ? judge(tokens, halves, vault, context.language) : { kind: 'pass' };
		},
	};
}

async function judge(
	tokens: RegExpExecArray[],
	halves: RegExpExecArray[],
	vault: PersonalDataVault,
	language: Language,
): Promise<GuardrailVerdict> {
	const foreign: RegExpExecArray[] = [];
	for (const token of tokens) if ((await vault.restore(token[0])) === token[0]) foreign.push(token);
	const matches = [...foreign, ...halves].map(({ 0: found, index }): Match => ({
		type: 'TOKEN',
		start: index,
		end: index + found.length,
		score: 1,
	}));
	return matches.length > 0 ? { kind: 'violation', reason: reason[language], matches } : { kind: 'pass' };
}
