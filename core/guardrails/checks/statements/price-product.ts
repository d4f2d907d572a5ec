import { foldAccents } from '../../../words/terms';
import type { Span } from '../../policy/sentences';

/** The name of a model, such as `PH-40`. */
const model = /(?<![\p{L}\p{N}])\p{L}{1,6}-?\d{1,5}\p{L}{0,2}(?![\p{L}\p{N}])/gu;
/** Words that are said of any price. */
const usual = new Set(
	(
		'custa custam sai saem fica ficam preco precos valor valores partir reais real apenas somente cada hoje para pelo pela ' +
		'costs cost price prices from only dollars each today with this that nosso nossa essa esse esta este como isso'
	).split(' '),
);
/** Characters around a price that can say whose it is. */
const [before, after] = [80, 40];
const joined = /(?<!\p{L})(?:e|ou|mas|and|or|but)(?!\p{L})|[!?;\n]|\.(?:\s|$)/u;

/** Says of a price the product that it belongs to. */
export interface PriceProduct {
	/** The nearest name of a model. */
	model: string | undefined;
	words: ReadonlySet<string>;
}

/** Reads whose price a statement is, as far as its own part of the sentence says it. */
export function readProduct(text: string, { start, end }: Span): PriceProduct {
	const [lead, rest] = [text.slice(Math.max(0, start - before), start), text.slice(end, end + after)].map((part) =>
		foldAccents(part.toLowerCase()),
	) as [string, string];
	const head = lead.split(joined).at(-1)!;
	const tail = rest.split(joined)[0]!.split(',')[0]!;
	const models = [...(head.match(model) ?? []).toReversed(), ...(tail.match(model) ?? [])].map((name) => name.replace('-', ''));
	const words = `${head} ${tail}`.match(/\p{L}{4,}/gu) ?? [];
	return { model: models[0], words: new Set(words.filter((word) => !usual.has(word))) };
}

/**
 * Returns whether a price can be that of the product that is meant. It is not, where both name a model and not the same one, or where what is meant is
 * said of other prices alone.
 * @param all whose prices are known
 */
export function canBeOf(meant: PriceProduct, own: PriceProduct, all: readonly PriceProduct[]): boolean {
	if (meant.model !== undefined && own.model !== undefined) return meant.model === own.model;
	const isSaid = (word: string) => all.some(({ words }) => words.has(word));
	const told = [...meant.words].filter((word) => isSaid(word) && !all.every(({ words }) => words.size === 0 || words.has(word)));
	return own.words.size === 0 || told.length === 0 || told.some((word) => own.words.has(word));
}
