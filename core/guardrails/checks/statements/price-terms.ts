const terms: ReadonlyArray<readonly [name: string, words: RegExp]> = [
	['per hour', /(?:por|cada|an?|per|\/) ?(?:horas?|hours?|hr?)(?!\p{L})|hourly/iu],
	['per day', /(?:por|ao|cada|an?|per|\/) ?(?:dia|day)(?!\p{L})|di[aá]ri[ao]s?(?!\p{L})|daily/iu],
	['per week', /(?:por|na|cada|an?|per|\/) ?(?:semana|week)(?!\p{L})|semana(?:l|is)(?!\p{L})|weekly/iu],
	['per month', /(?:por|ao|cada|an?|per|\/) ?(?:m[eê]s|month|mo)(?!\p{L})|mensa(?:l|is)(?!\p{L})|monthly/iu],
	['per year', /(?:por|ao|cada|an?|per|\/) ?(?:ano|year|yr)(?!\p{L})|anua(?:l|is)(?!\p{L})|yearly|annual/iu],
	[
		'per measure',
		/(?:por|o|cada|an?|per|\/) ?(?:metros?|m[²2]|quilos?|kg|toneladas?|hectares?|pessoas?|usu[aá]rios?|users?|person)(?!\p{L})/iu,
	],
	['discount', /descont|abatimento|(?<!\p{L})off(?!\p{L})|cashback|reembols|economi|discount|rebate|refund|(?<!\p{L})save[sd]?(?!\p{L})/iu],
	[
		'times',
		/(?<!\p{L})(?:vezes|times|parcelas?|presta[cç](?:ão|ões|ao|oes)|installments?|instalments?)(?!\p{L})|\d ?x(?!\p{L})|(?<!\p{L})[x×] ?\d/iu,
	],
	[
		'more',
		/\+|(?<!\p{L})(?:mais|plus) (?:\d|r\$|us\$|[$€£]|taxa|impost|frete|juros|tax|fees?)|acrescid|fora (?:os?|as?) (?:frete|impost|taxa)/iu,
	],
	['share', /\d ?%|por cento|percent/iu],
	['compared', /(?<!\p{L})(?:dobro|triplo|metade|half|double|twice|triple)(?!\p{L})/iu],
	['billions', /(?<!\p{L})(?:bi|tri|bilh\p{L}{2,3}|trilh\p{L}{2,3}|billions?|trillions?)(?!\p{L})/iu],
	['first part', /(?<!\p{L})(?:entrada|sinal|cau[cç][aã]o|down payment|deposit)(?!\p{L})/iu],
];

/** `e mais dez de`: the total is a multiple. */
const several = /(?<!\p{L})(?:mais|more) \p{L}{2,9} (?:de|of) $/iu;
export const near = 30;
const clauseEnd = /[,;:!?\n]|\.(?:\s|$)/;

export function readTerms(text: string, { start, end }: { start: number; end: number }): Set<string> {
	const before = text
		.slice(Math.max(0, start - near), start)
		.split(clauseEnd)
		.at(-1)!;
	const after = text.slice(end, end + near).split(clauseEnd)[0]!;
	const around = `${before}${text.slice(start, end)}${after}`;
	const names = terms.filter(([, words]) => words.test(around)).map(([name]) => name);
	return new Set(several.test(before) ? [...names, 'times'] : names);
}

const currencies: ReadonlyArray<readonly [code: string, words: RegExp]> = [
	['brl', /r\$|(?<!\p{L})(?:brl|reais|real)(?!\p{L})/iu],
	['usd', /us\$|u\$s|(?<!\p{L})(?:usd|d[oó]lar(?:es)?|dollars?|bucks?)(?!\p{L})/iu],
	['eur', /€|(?<!\p{L})(?:eur|euros?)(?!\p{L})/iu],
	['gbp', /£|(?<!\p{L})(?:gbp|libras?|pounds?|quid)(?!\p{L})/iu],
];

export const readCurrency = (statement: string): string | undefined => currencies.find(([, words]) => words.test(statement))?.[0];
