import { foldAccents } from '../../../words/terms';
import type { Span } from '../../policy/sentences';

/** The name of a model, such as `PH-40`. */
const model = /(?<![\p{L}\p{N}])\p{L}{1,6}-?\d{1,5}\p{L}{0,2}(?![\p{L}\p{N}])/gu;
const usual = new Set(
	(
		'custa custam sai saem fica ficam preco precos valor valores partir reais real apenas somente cada hoje para pelo pela ' +
		'costs cost price prices from only dollars each today with this that nosso nossa essa esse esta este como isso'
	).split(' '),
);
const [before, after] = [80, 40];
const joined = /(?<!\p{L})(?:e|ou|mas|and|or|but)(?!\p{L})|[!?;\n]|\.(?:\s|$)/u;

export interface PriceProduct {
	model: string | undefined;
	words: ReadonlySet<string>;
}

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

/** False if both name different models, or if the words fit only other prices. @param all products with known prices */
export function canBeOf(meant: PriceProduct, own: PriceProduct, all: readonly PriceProduct[]): boolean {
	if (meant.model !== undefined && own.model !== undefined) return meant.model === own.model;
	const isSaid = (word: string) => all.some(({ words }) => words.has(word));
	const told = [...meant.words].filter((word) => isSaid(word) && !all.every(({ words }) => words.size === 0 || words.has(word)));
	return own.words.size === 0 || told.length === 0 || told.some((word) => own.words.has(word));
}
