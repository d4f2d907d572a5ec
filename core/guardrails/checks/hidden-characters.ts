import { findSmuggled, removeHidden } from '../../base/text/hidden-characters';
import type { Language } from '../../ports';
import type { CheckKind } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The text contains hidden characters that can carry a second text.',
	pt: 'O texto contém caracteres ocultos que podem levar um segundo texto.',
};

/** Characters that nobody sees but a model reads. They are removed; those that can carry a text are also a violation. */
export const hiddenCharacters: CheckKind<'hidden-characters'> = {
	code: 'HIDDEN_CHARACTERS',
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	scope: 'sentence',
	create: () => ({
		id: 'hidden-characters',
		check(text, context) {
			const visible = removeHidden(text);
			if (visible === text) return { kind: 'pass' };
			const matches = findSmuggled(text).map((span) => ({ type: 'HIDDEN_CHARACTERS', ...span, score: 1 }));
			if (matches.length === 0) return { kind: 'pass', text: visible };
			return { kind: 'violation', reason: reason[context.language], matches, rewrite: () => visible };
		},
	}),
};
