const count = (words: string, step: number, from: number) => words.split(' ').map((word, index) => [word, from + index * step] as const);

const units: ReadonlyMap<string, number> = new Map([
	...count(
		'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
		1,
		1,
	),
	...count('twenty thirty forty fifty sixty seventy eighty ninety', 10, 20),
	...count('um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove', 1, 1),
	...count('vinte trinta quarenta cinquenta sessenta setenta oitenta noventa', 10, 20),
	...count('cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos', 100, 100),
	...count('cento duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas', 100, 100),
	...Object.entries({ uma: 1, duas: 2, catorze: 14, dezasseis: 16, dezassete: 17, dezanove: 19, fourty: 40, cem: 100, zero: 0 }),
	...Object.entries({ half: 0.5, meio: 0.5, meia: 0.5, metade: 0.5, dozen: 12, duzia: 12 }),
]);

const scales: ReadonlyMap<string, number> = new Map(
	Object.entries({
		...{ hundred: 100, thousand: 1000, million: 1e6, billion: 1e9, k: 1000 },
		...{ mil: 1000, milhao: 1e6, milhoes: 1e6, bilhao: 1e9, bilhoes: 1e9 },
	}),
);

export const findScale = (word: string): number | undefined => scales.get(word);

export const beginsNumber = (word: string): boolean => units.has(word) || scales.has(word);

/** Alone, they are articles or pronouns more often than numbers. */
const articles = /^(?:one|um|uma|meio|meia)$/;
const joins = /^(?:and|e)$/;

export interface SpelledNumber {
	value: number;
	length: number;
	isArticle: boolean;
}

/** In lower case without accents, such as `one hundred and fifty` or `mil e quinhentos`. */
export function readSpelled(words: readonly string[]): SpelledNumber | undefined {
	let [total, current, length] = [0, 0, 0];
	let last: number | undefined;
	for (let at = 0; at < words.length && at < 12; at += 1) {
		const word = words[at]!;
		if (joins.test(word)) {
			if (last === undefined) break;
			continue;
		}
		const scale = scales.get(word);
		const unit = units.get(word);
		if (scale !== undefined && (last !== undefined || word !== 'k')) {
			current = Math.max(current, 1) * scale;
			if (scale >= 1000) [total, current] = [total + current, 0];
			last = scale;
		} else if (unit !== undefined && isSmaller(unit, last)) {
			current += unit;
			last = unit;
		} else break;
		length = at + 1;
	}
	if (last === undefined) return undefined;
	return { value: total + current, length, isArticle: length === 1 && articles.test(words[0]!) };
}

/** `twenty five` is one number, `five twenty` are two. */
const isSmaller = (unit: number, last: number | undefined): boolean =>
	last === undefined || last >= 1000 || (last >= 100 && unit < 100) || (last >= 20 && last % 10 === 0 && unit < 10 && unit >= 1);
