import type { Token } from './tokens';
import { findClassId } from './vocabulary';

const rules = findClassId('RULES');
const mine = findClassId('MINE');
const self = findClassId('SELF');
/** Relative words before the writer's verb: "the instructions (that) I sent", "as instruções que te mandei". */
const relative = new Set(['that', 'which', 'die']);
const iSent = new Set(
	'sent gave wrote mailed emailed left passed provided shared posted typed mentioned geschickt gesendet gegeben geschrieben genannt'.split(
		' ',
	),
);
const sentByMe = new Set('mandei enviei passei dei escrevi informei encaminhei repassei deixei pedi falei'.split(' '));
/** Spanish pronouns: without accents, these verbs are also orders. */
const toSomebody = new Set(['te', 'le', 'les', 'os']);
const sentByMeInSpanish = new Set(['envie', 'mande', 'di', 'pase', 'escribi', 'deje']);

/** The writer may take back own words: "Ignore my previous instructions". */
export function concernsWriter(tokens: Token[], at: number, last: number): boolean {
	return tokens.slice(at + 1, last + 1).some(({ classes }) => classes.includes(mine) || classes.includes(self));
}

/** Words that the writer said before, and may take back or request: "the previous instructions I sent you", "as instruções que te mandei". */
export function isFromWriter(tokens: Token[], at: number, last: number): boolean {
	const { sentence } = tokens[at]!;
	const near = tokens.slice(at, last + 4).filter((token) => token.sentence === sentence);
	return near.some((token, index) => {
		const previous = near[index - 1];
		if (!previous || token.place - previous.place > 1) return false;
		const clause = tokens.slice(at + index + 1, at + index + 9).filter((one) => one.sentence === sentence);
		if (token.word === 'que') return namesWriter(clause.slice(0, 3).map(({ word }) => word));
		if (token.word !== 'i' && token.word !== 'ich') return false;
		return (relative.has(previous.word) || previous.classes.includes(rules)) && clause.some(({ word }) => iSent.has(word));
	});
}

/** In Portuguese and Spanish, the verb names the subject. */
function namesWriter(words: string[]): boolean {
	return words.some((word, index) => sentByMe.has(word) || (sentByMeInSpanish.has(word) && toSomebody.has(words[index - 1] ?? '')));
}
