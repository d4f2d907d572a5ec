import type { Span } from '../../policy/sentences';
import { blankTimes } from './appointments';
import { findAll } from './find-all';
import { word } from './word';

const wish = word(
	'prefer(?:e|es|em|iu|ir|iria|encia|encias|ida|ido)|pedi(?:u|do|dos|ram)|gostaria|quer(?:ia|em)?|solicit(?:ou|ado|acao)|sugeri(?:u|do)|(?:voce|vc) (?:disse|indicou|informou|escolheu|pode|consegue|esta|estara|falou)|melhor (?:horario|dia|momento)|(?:sua|tem) disponibilidade|disponivel',
	"prefer(?:s|red|ence|ences)?|requested|your request|asked|would like|you(?:'d| would) like|want(?:s|ed)?|suggest(?:s|ed)|you (?:said|named|mentioned|chose|can|are|told)|available|availability|suits you|best time",
);
const noted = word(
	'anot(?:ei|ad[oa]s?|o|amos)|registr(?:ei|ad[oa]s?|o|amos)|guard(?:ei|ad[oa]s?)|pass(?:ei|o|amos)|inform(?:ei|ad[oa]s?)|avis(?:ei|ad[oa]s?)|repass(?:ei|ad[oa]s?)|coloquei|deixei',
	'noted|wrote|written|recorded|saved|passed|told|put down',
);
/** Clause borders: a wish does not tell who calls then. */
const clauses =
	/[,;:()–—]+| - |(?<![a-z])(?:e|mas|porem|entao|and|but|so)(?= (?:[oa]|uma?|noss[oa]|el[ea]|alguem|a gente|te|lhe|ja|nos|vou|vamos|ligo|ligamos|retorno|retornamos|entregamos|enviamos|an?|the|our|we|i|he|she|they|someone|somebody)(?![a-z]))/g;

export const tellsWish = (clause: string): boolean => wish.test(clause);

export function splitClauses(text: string): Span[] {
	const ends = [...findAll(clauses, text).map(({ end }) => end), text.length];
	return ends.map((end, index) => ({ start: index === 0 ? 0 : ends[index - 1]!, end }));
}

/** Blanks noted wishes of the reader: "anotei que você prefere amanhã às 15h". */
export function blankNotedWishes(text: string): string {
	if (!noted.test(text) || !wish.test(text)) return text;
	return splitClauses(text)
		.map(({ start, end }) => text.slice(start, end))
		.map((clause) => (wish.test(clause) ? blankTimes(clause) : clause))
		.join('');
}
