import type { Language } from '../../base/text/languages';
import { findHumanClaims } from '../claims/find-human-claims';
import { findUnfoundedClaims } from '../claims/unfounded-claims';
import { asksForText } from '../../words/asks-for-text';
import { defineCheck } from '../policy/check-kind';

const reasons: Record<Language, Record<'effect' | 'human', string>> = {
	en: { effect: 'The reply says that something was done, but no call did it.', human: 'The reply says that a person wrote it.' },
	pt: { effect: 'A resposta diz que algo foi feito, mas nenhuma chamada o fez.', human: 'A resposta diz que uma pessoa a escreveu.' },
};

/** Replies that claim acts without a call, or to be a person. Translations and stories claim nothing. */
export const claimedEffect = defineCheck({
	id: 'claimed-effect',
	code: 'CLAIM',
	options: {},
	stages: ['output'],
	scope: 'sentence',
	create: () => ({
		check(text, { given, language, isRefusal }) {
			if (!given || given.isForProgram || asksForText(given.messages?.at(-1) ?? '', given.author)) return { kind: 'pass' };
			const humans = findHumanClaims(text, given.messages?.at(-1)).map(({ start, end }) => ({ type: 'human', start, end, score: 1 }));
			const claims = isRefusal ? [] : findUnfoundedClaims(text, given);
			const effects = claims.map(({ effect, start, end }) => ({ type: effect, start, end, score: 1 }));
			const [kind, matches] = humans.length > 0 ? (['human', humans] as const) : (['effect', effects] as const);
			return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reasons[language][kind], matches };
		},
	}),
});
