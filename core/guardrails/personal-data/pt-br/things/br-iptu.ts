import type { Match } from '../../../../ports/guardrails/match';
import { beforeLabel, findLabelled, findLabels } from '../../reading/labelled';
import { normalize } from '../../reading/normalize';
import type { Recognizer } from '../../recognizer';

const gap = String.raw`[\s_.-]{0,3}`;
/** The next line can be the value, or a table's first cell. */
const inline = String.raw`[ \t_.-]{0,3}`;
/** `d[oa]s?` between label words, which JSON keys join. */
const ofArticle = String.raw`(?:d[eoa]s?${gap})?`;
const subject = String.raw`(?:im[oó]ve(?:l|is)|iptu|lote|terreno|unidade|ap(?:artamento|to)?|casa)`;
const label = new RegExp(
	String.raw`(?<![\p{L}\p{N}])(?:` +
		[
			String.raw`iptu(?:${inline}(?:${ofArticle}${subject}|n[uú]mero|id|code))?`,
			String.raw`inscri(?:[cç][aã]o|[cç][oõ]es|c\.|[cç]\.)${gap}(?:imobili[aá]ri[ao]s?|predial|cadastral${gap}${ofArticle}${subject}|(?:municipal|fiscal|cadastral|territorial)?${gap}${ofArticle}${subject}|cadastral|territorial)(?:${inline}${ofArticle}(?:municipal|fiscal|${subject}))?`,
			String.raw`inscr?\.?${gap}imob(?:\.|il\.|iliaria|iliária)?(?:${gap}fisc\.?)?`,
			String.raw`[ií]ndice${gap}cadastral(?:${gap}${ofArticle}${subject})?`,
			String.raw`indica[cç][aã]o${gap}fiscal`,
			String.raw`(?:cadastro|registro)${gap}(?:imobili[aá]rio(?!${gap}brasileiro)(?:${gap}municipal)?|municipal${gap}${ofArticle}${subject}|${ofArticle}${subject}${gap}n[ao]${gap}prefeitura)`,
			String.raw`(?:cadastr|inscrit|lan[cç])(?:[oa]|ad[oa])${gap}(?:n[ao]|pel[ao]|junto${gap}[aà])${gap}(?:prefeitura|municipalidade|cadastro)(?:${gap}(?:municipal|imobili[aá]rio|d[eao])){0,3}`,
			String.raw`contribuinte${gap}[(]?(?:municipal|${ofArticle}(?:iptu|im[oó]vel))`,
			String.raw`sequencial${gap}${ofArticle}im[oó]vel`,
			String.raw`(?:municipal${gap})?property${gap}tax${gap}(?:id(?:entification)?|number|no\.?|registration|account|roll|code|record)(?:${gap}(?:number|no\.?))?`,
			String.raw`(?:municipal|city)${gap}property${gap}(?:registration|id|number|record)(?:${gap}(?:number|no\.?))?`,
			String.raw`cadastral${gap}(?:id|number|no\.?|code|reference|registration)`,
		].join('|') +
		String.raw`)(?![\p{L}])`,
	'giu',
);
const mentioned = /iptu|insc|[ií]ndice|indica[cç]|cadast|registro|prefeitura|municipal|contribuinte|sequencial|property|SQL|setor/i;
/** São Paulo's setor, quadra, lote and check digit; the ambiguous labels SQL and contributor number require it. */
const saoPaulo = String.raw`\d{3}\.?\d{3}\.?\d{4}\s?-\s?\d`;
const saoPauloLabel =
	/(?<![\p{L}\p{N}])(?:SQL|setor[\s,/-]{1,3}quadra(?:[\s,/-]{1,3}|\s?e\s?)lote|(?:n[uú]mero|n\.?[ºo°]|c[oó]d\w{0,4})?[\s_.]{0,2}(?:d[oe]\s)?contribuinte)(?![\p{L}])/giu;
const saoPauloValue = new RegExp(String.raw`(${saoPaulo})(?![\p{L}\d]|[.\-/]\d)`, 'iuy');

/** 6 to 20 digits in groups, in some cities with a letter for the flat. */
const number = String.raw`\d(?:(?:[\s.\-/]{0,2}|[.\-]\s{2,4}|\s[.\-/]\s)\d){4,19}(?:[.\-/]?[A-Z](?![\p{L}])(?:[.\-/]?\d){0,6})?`;
const value = new RegExp(
	String.raw`(?:(?:exerc[ií]cio|ano)?[\s(]{0,2}(?:19|20)\d\d[\s)/:,–-]{1,4}(?:n[uú]mero|n\.?[ºo°]\.?)?[\s:]{0,2})?(${number})(?![\p{L}\d*%]|[.,\-/]\d)`,
	'iuy',
);
const numberBeforeLabel = beforeLabel(String.raw`\d(?:[.\-/]{0,2}\d){5,19}|\d{3,6}(?: \d{3,4}){2,3}`);
/** Years, dates, prices, phone numbers, laws (`6.989/1966`) and bar codes also follow the tax's name. */
const notAProperty =
	/^(?:(?:19|20)\d\d(?:[\s/-]{1,3}(?:19|20)?\d\d)?|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|\d{1,3}(?:\.\d{3})+|(?:19|20)\d\d[-/]\d\d[-/]\d\d|0?\d\d[\s-]9?\d{4}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d\.\d{3}\.\d{3}\/\d{4}-\d\d|\d{5}-\d{3}|8\d{10}-\d|[\d.]{1,9}\/(?:19|20)\d\d)$/;
const fewestDigits = 6;

/**
 * A property's number in a city's tax roll (inscrição imobiliária; in São Paulo the SQL, 000.000.0000-0). Forms vary by city, mostly without check
 * digits, so words must be beside it.
 */
export const brIptu: Recognizer = {
	type: 'BR_IPTU',
	name: { en: 'property tax registration (IPTU)', pt: 'inscrição imobiliária (IPTU)' },
	label: 'IPTU',
	words: {
		pt: [
			'iptu',
			'inscricao imobiliaria',
			'inscricao cadastral',
			'indice cadastral',
			'indicacao fiscal',
			'cadastro imobiliario',
			'inscricao do imovel',
		],
		en: ['property tax id', 'property tax number', 'property tax registration', 'municipal property registration', 'cadastral number'],
	},
	needs: ({ text, digits }) => digits > 3 && mentioned.test(text),
	find: ({ readings }) =>
		readings.flatMap(({ text }) =>
			[
				...findLabelled(text, { labels: findLabels(text, label), value, before: numberBeforeLabel }),
				...findLabelled(text, { labels: findLabels(text, saoPauloLabel), value: saoPauloValue }),
			]
				.map(({ start, end }): Match => ({ type: 'BR_IPTU', start, end, score: scoreNumber(text.slice(start, end)) }))
				.filter(({ score }) => score > 0),
		),
	canonical: (value) =>
		normalize(value)
			.text.replace(/[^\dA-Za-z]/g, '')
			.toUpperCase(),
	partialMask(value) {
		const written = normalize(value).text;
		let left = 3;
		return written.replace(/[\dA-Za-z]/g, (character) => (left-- > 0 ? character : '*'));
	},
};

const writtenAsSaoPaulo = /^\d{3}\.\d{3}\.\d{4}-\d$/;

function scoreNumber(value: string): number {
	if (value.replace(/\D/g, '').length < fewestDigits || notAProperty.test(value)) return 0;
	return writtenAsSaoPaulo.test(value) ? 0.9 : 0.75;
}
