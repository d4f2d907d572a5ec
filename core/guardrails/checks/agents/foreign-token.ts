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

/** Labels of tokens, and names that models give to tokens of their own. */
const labels = [...new Set(chooseRecognizers({}).map(({ label }) => label)), 'PERSON', 'NAME', 'NOME', 'TELEFONE'].join('|');
/** Half of a token, `[PERSON_1]`, or one without brackets, `PERSON_1`. Those of this conversation were corrected before. */
const halfToken = new RegExp(
	String.raw`\\?\[(?:${labels}|${labels.toLowerCase()})\\?_\d{1,6}(?:\\?_[A-Za-z0-9]{0,3})?\\?\]|(?<![\w[\\])(?:${labels})\\?_\d{1,6}(?:\\?_[A-Za-z0-9]{0,12})?(?![\w\]\\])`,
	'g',
);

/** Checks output before tokens are restored: rejects a reply with a token of another conversation, or one that the model misspelled. One that the person wrote may be repeated. */
export function foreignToken(): Guardrail {
	return {
		id: 'foreign-token',
		check: (text, context) => {
			const vault = requireVault(context);
			const { messages = [], others = [] } = context.given ?? {};
			// What the person wrote like this was never issued: repeated, it tells them nothing, and nothing is restored.
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
