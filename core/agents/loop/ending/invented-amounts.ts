import type { GivenTexts, Passage } from '../../../ports';

/** An amount of money or another number with two decimals, in English or Portuguese. */
const amount = /(?<![\d.,])\d{1,3}(?:[.,]\d{3}){0,4}[.,]\d{2}(?![\d%])|(?<![\d.,])\d{1,9}[.,]\d{2}(?![\d%])/g;
const anyNumber = /\d+(?:[.,]\d+)*/g;
/** More numbers have nearly every sum. */
const maxNumbers = 60;

/**
 * Returns whether a reply has an amount that is in no result, message, passage or instruction, nor a sum, a difference, a multiple or a percentage of
 * what is there. Where no call gave a result, nothing is said about amounts.
 */
export function hasInventedAmount(reply: string, given: GivenTexts, passages: readonly Passage[]): boolean {
	if (!given.calls?.length) return false;
	const { author, others, told = [], shown = [], calls } = given;
	const texts = [author, ...others, ...told, ...shown, ...calls.map(({ input }) => input), ...passages.map(({ text }) => text)];
	const known = [...new Set(texts.flatMap((text) => (text.match(anyNumber) ?? []).flatMap(readNumbers)))];
	if (known.length > maxNumbers) return false;
	const isWritten = (written: string) => texts.some((text) => text.includes(written));
	return (reply.match(amount) ?? []).some(
		(written) => !isWritten(written) && !readNumbers(written).some((value) => isDerived(value, known)),
	);
}

/** Both readings of a number: `1.500` can be a thousand and a half. */
function readNumbers(text: string): number[] {
	const [english, portuguese] = [text.replaceAll(',', ''), text.replaceAll('.', '').replace(',', '.')];
	return [english, portuguese].map(Number).filter((value) => Number.isFinite(value));
}

function isDerived(value: number, known: readonly number[]): boolean {
	const isSame = (other: number) => Math.abs(other - value) < 0.006;
	return known.some(
		(one) =>
			isSame(one) ||
			known.some((other) =>
				[
					one + other,
					one - other,
					one * other,
					one / other,
					(one * other) / 100,
					one - (one * other) / 100,
					one + (one * other) / 100,
				].some(isSame),
			),
	);
}
