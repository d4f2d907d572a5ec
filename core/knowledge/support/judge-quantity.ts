import { isSameQuantity, type Quantity, sharesUnit } from './quantities';
import type { Source } from './sources';

export interface Texts {
	passages: Source[];
	question: string;
	trusted: Source[];
	asked: Source[];
}

interface SaidAbout {
	cited: Source[];
	inCited: Quantity[];
	quantities: Quantity[];
	isCited: boolean;
}

type Judgement = 'known' | 'doubtful' | 'lacking';

/** `lacking`: the passages have no such number, or another one of its unit; a number of another passage needs that citation. */
export function judgeQuantity(quantity: Quantity, { cited, inCited, quantities, isCited }: SaidAbout, texts: Texts): Judgement {
	const same = inCited.filter((other) => isSameQuantity(quantity, other));
	const others = inCited.filter((other) => !same.includes(other) && sharesUnit(quantity, other));
	const fits = same.some((other) => quantity.unit.length === 0 || other.unit.length === 0 || sharesUnit(quantity, other));
	if (fits || isIn(quantity, texts.trusted)) return 'known';
	// Three machines are not three days, and ten units are not 10 %.
	if (same.length > 0) return others.length > 0 || isPriceOrShare(quantity) ? 'lacking' : 'known';
	if (isIn(quantity, texts.asked))
		return isCited || others.length > 0 ? judgeAsked(quantity, { others, inCited, told: quantities }) : 'known';
	if (others.length > 0) return 'lacking';
	if (isIn(quantity, texts.passages)) return isCited ? 'lacking' : 'doubtful';
	// Number words of other languages are not read.
	const isRead = cited.every(({ language }) => language === 'en' || language === 'pt' || language === undefined);
	return quantity.isCount || !isRead ? 'doubtful' : 'lacking';
}

const isPriceOrShare = ({ unit }: Quantity): boolean => unit.some((form) => /^(?:%|currency:)/.test(form));

/** A number of the question may be repeated, but not replace that of the passages. */
function judgeAsked(quantity: Quantity, { others, inCited, told }: Record<'others' | 'inCited' | 'told', Quantity[]>): Judgement {
	const tells = (some: Quantity[]) => some.some((other) => told.some((one) => one !== quantity && isSameQuantity(one, other)));
	if (others.length === 0) return tells(inCited) ? 'known' : 'doubtful';
	return quantity.isPast || tells(others) ? 'doubtful' : 'lacking';
}

export const isIn = (quantity: Quantity, sources: Source[]): boolean =>
	sources.some(({ quantities }) => quantities.some((other) => isSameQuantity(quantity, other)));
