import type { Language } from '../../ports';
import { findUnfoundedClaims } from '../claims/unfounded-claims';
import type { CheckKind } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The reply says that something was done, but no call did it.',
	pt: 'A resposta diz que algo foi feito, mas nenhuma chamada o fez.',
};

/** Replies of agents that claim to have done what no call did. */
export const claimedEffect: CheckKind<'claimed-effect'> = {
	code: 'CLAIM',
	stages: ['output'],
	scope: 'sentence',
	create: () => ({
		id: 'claimed-effect',
		check(text, { given, language, isRefusal }) {
			const claims = given && !given.isForProgram && !isRefusal ? findUnfoundedClaims(text, given) : [];
			if (claims.length === 0) return { kind: 'pass' };
			const matches = claims.map(({ effect, start, end }) => ({ type: effect, start, end, score: 1 }));
			return { kind: 'violation', reason: reason[language], matches };
		},
	}),
};
