const figure = /^[+\-−–]?\p{Nd}[\d.,;\s−–-]*$/u;
const raisedSigns = new Map([...'0123456789+-−–'].map((sign, at) => [sign, '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻'[at]!]));
const loweredSigns = new Map([...'0123456789+-−–'].map((sign, at) => [sign, '₀₁₂₃₄₅₆₇₈₉₊₋₋₋'[at]!]));

/** Endings that are raised by custom: 1st, 2nd, 1er, 2e. */
const ending = /^(?:st|nd|rd|th|[oa]s|er|re|e|[eè]me)$/i;
/** Text before an ordinal sign: a figure, a point, or abbreviations such as nº and Sra. */
const abbreviated = /(?:\p{Nd}|\.|(?<!\p{L})(?:n|d|v|srt?|dr|prof|exm|ilm))$/iu;

/** An amount before raised cents: `R$ 19`. Cents of the first group follow a comma. */
const amount = /(?:(R\$|€|EUR)|US\$|\$|£|USD)\s?\d[\d.,]*$/;

/** Writes `10²`, `5º`, `1st`, `x^n`: a power must not join its figure. @param before the text that it follows */
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

/** `H₂O`, `x_i`. */
export function writeLowered(text: string): string {
	const lowered = text.trim();
	return figure.test(lowered) ? translate(lowered, loweredSigns) : mark(lowered, '_');
}

function translate(text: string, signs: Map<string, string>): string {
	return Array.from(text, (sign) => signs.get(sign) ?? sign).join('');
}

/** Signs, such as ®, * and [1], need no mark. */
function mark(text: string, sign: string): string {
	if (!/^[\p{L}\p{N}+\-−]/u.test(text)) return text;
	return /^[\p{L}\p{N}]+$/u.test(text) ? sign + text : `${sign}(${text})`;
}
