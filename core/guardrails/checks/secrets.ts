import type { Language, Match } from '../../ports';
import type { CheckKind } from '../policy/check-kind';
import { scanSecrets } from '../secrets/scan-secrets';

const REASON: Record<Language, (rules: string) => string> = {
	en: (rules) => `The text contains secrets: ${rules}.`,
	pt: (rules) => `O texto contém segredos: ${rules}.`,
};
const MASK = '[SECRET]';

/** Keys, tokens and passwords. A rewriting puts `[SECRET]` in their place. */
export const secrets: CheckKind<'secrets'> = {
	code: 'SECRET',
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	scope: 'text',
	create: () => ({
		id: 'secrets',
		async check(text, { language }) {
			const found = await scanSecrets(text);
			if (found.length === 0) return { kind: 'pass' };
			const rules = [...new Set(found.map(({ rule }) => rule))].join(', ');
			const matches = found.map(({ type, start, end, score }) => ({ type, start, end, score }));
			return { kind: 'violation', reason: REASON[language](rules), matches, rewrite: () => masked(text, matches) };
		},
	}),
};

function masked(text: string, matches: Match[]): string {
	let end = 0;
	const pieces = matches.map((match) => {
		const piece = text.slice(end, match.start) + MASK;
		end = match.end;
		return piece;
	});
	return pieces.join('') + text.slice(end);
}
