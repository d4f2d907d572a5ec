const figure = /^[+\-−–]?\p{Nd}[\d.,;\s−–-]*$/u;
const raisedSigns = new Map([...'0123456789+-−–'].map((sign, at) => [sign, '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻'[at]!]));
const loweredSigns = new Map([...'0123456789+-−–'].map((sign, at) => [sign, '₀₁₂₃₄₅₆₇₈₉₊₋₋₋'[at]!]));

/** Letters that are written above the line by custom: 1st, 2nd, 1er, 2e. */
const ending = /^(?:st|nd|rd|th|[oa]s|er|re|e|[eè]me)$/i;
/** What an ordinal sign follows: a figure, a point, and Portuguese and Spanish abbreviations such as nº and Sra. */
const abbreviated = /(?:\p{Nd}|\.|(?<!\p{L})(?:n|d|v|srt?|dr|prof|exm|ilm))$/iu;

/** An amount before raised cents, as shops write it: `R$ 19`. The first group is a currency whose cents follow a comma. */
const amount = /(?:(R\$|€|EUR)|US\$|\$|£|USD)\s?\d[\d.,]*$/;

/** Writes raised text on the line: `10²`, `5º`, `1st`, `x^n`. Otherwise a power would be part of its figure. @param before the text that it follows */
export function writeRaised(text: string, before: string): string {
	const raised = text.trim();
	const price = /^\d\d$/.test(raised) ? amount.exec(before) : null;
	if (price) return (price[1] === undefined ? '.' : ',') + raised;
	if (figure.test(raised)) return translate(raised, raisedSigns);
	if (/^[oaºª]$/i.test(raised) && abbreviated.test(before.slice(-6))) return /[oº]/i.test(raised) ? 'º' : 'ª';
	if (/^tm$/i.test(raised)) return '™';
	if (ending.test(raised) && /[\dIVX]$/.test(before)) return raised;
	return mark(raised, '^');
}

/** Writes lowered text on the line: `H₂O`, `x_i`. */
export function writeLowered(text: string): string {
	const lowered = text.trim();
	return figure.test(lowered) ? translate(lowered, loweredSigns) : mark(lowered, '_');
}

function translate(text: string, signs: Map<string, string>): string {
	return Array.from(text, (sign) => signs.get(sign) ?? sign).join('');
}

/** Signs, such as ®, * and [1], stand out by themselves. */
function mark(text: string, sign: string): string {
	if (!/^[\p{L}\p{N}+\-−]/u.test(text)) return text;
	return /^[\p{L}\p{N}]+$/u.test(text) ? sign + text : `${sign}(${text})`;
}
