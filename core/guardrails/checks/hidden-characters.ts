import { findSmuggled, findTerminalOrders, removeHidden } from '../../base/text/hidden-characters';
import type { Language } from '../../base/text/languages';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { findHiddenParts } from '../leaks/hidden-parts';
import { defineCheck } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The text contains hidden characters that can carry a second text.',
	pt: 'O texto contém caracteres ocultos que podem levar um segundo texto.',
};
const partsReason: Record<Language, string> = {
	en: 'The reply has parts that its readers do not see, or read as something else.',
	pt: 'A resposta tem partes que os leitores não veem, ou leem como outra coisa.',
};

/**
 * Removes characters visible only to models; carriers of text are also a violation. Hidden parts of a reply stay, as they can be an example.
 */
export const hiddenCharacters = defineCheck({
	id: 'hidden-characters',
	code: 'HIDDEN_CHARACTERS',
	options: {},
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	arguments: 'named',
	system: 'follows',
	scope: 'sentence',
	choosesAction: true,
	create: ({ action }) => ({
		check(text, context) {
			const visible = removeHidden(text);
			const matches = findCarriers(text, context);
			if (matches.length > 0) return { kind: 'violation', reason: reason[context.language], matches, rewrite: () => visible };
			const parts = visible === text && context.stage === 'output' ? findHiddenParts(text) : [];
			if (parts.length === 0) return visible === text ? { kind: 'pass' } : { kind: 'pass', text: visible };
			return {
				kind: 'violation',
				reason: partsReason[context.language],
				matches: parts,
				...(action === 'rewrite' && { action: 'log' }),
			};
		},
	}),
});

/** Programs colour their results for a terminal. */
function findCarriers(text: string, { stage }: GuardrailContext): Match[] {
	const places = [...findSmuggled(text), ...(stage === 'tool-result' ? [] : findTerminalOrders(text))];
	return places.map((span) => ({ type: 'HIDDEN_CHARACTERS', ...span, score: 1 }));
}
