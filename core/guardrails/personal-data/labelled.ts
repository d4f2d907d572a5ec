import { cellsBelow } from './table-cells';

/** A value beside the words that name it, in offsets of the text. */
export interface LabelledValue {
	start: number;
	end: number;
	labelStart: number;
	labelEnd: number;
}

const SMALL_WORDS =
	'n no nos nr nrs num n[uú]meros? numbers? id cod c[oó]digo code value valor registro registration ' +
	'e é eh are is was foi s[aã]o t[aá] est[aá] era fica ficou consta aparece segue cont[eé]m d[aeo]s? o a os as em sob com que por ' +
	'of the for on at in under file here you asked its my your his her their our that correct wrong buyer seller owner property apartment house ' +
	'meu minha sua seu dele dela este esta esse essa aqui n[aã]o certo correto correta errad[oa] atual nov[oa] antig[oa] abaixo seguinte ' +
	'solicitad[oa] informad[oa] cadastrad[oa] registrad[oa] inscrit[oa] sistema respons[aá]vel titular cliente propriet[aá]ri[oa] comprador vendedor ' +
	'locador locat[aá]ri[oa] im[oó]vel terreno contrato apartamento apto casa lote fazenda ch[aá]cara garagem obra principal';

/**
 * What people write between a label and its value: punctuation, `nº`, `is`, `sob o número`. Letters count as whole words only, so that
 * each text is read in one way.
 */
export const CONNECTOR = new RegExp(
	String.raw`(?:[\s:=#"'´“”‘’«»<>|,.?()[\]{}*_~·•º°ª/–-]|(?:${SMALL_WORDS.replaceAll(' ', '|')})(?![\p{L}\p{N}])){0,40}`,
	'iuy',
);

/** The values that stand behind a label, with nothing but a connector between. `label` is global, `between` and `value` are sticky. */
export function* valuesBehind(text: string, label: RegExp, value: RegExp, between: RegExp = CONNECTOR): Generator<LabelledValue> {
	label.lastIndex = 0;
	for (let found = label.exec(text); found; found = label.exec(text)) {
		const labelEnd = found.index + found[0].length;
		const span = valueAt(text, endOf(between, text, labelEnd), value);
		if (span) yield { ...span, labelStart: found.index, labelEnd };
	}
}

/** The values below a label that heads a column. */
export function* valuesBelow(text: string, label: RegExp, value: RegExp): Generator<LabelledValue> {
	for (const found of text.includes('\n') ? text.matchAll(label) : []) {
		const labelEnd = found.index + found[0].length;
		for (const cell of cellsBelow(text, found.index, labelEnd)) {
			const span = valueAt(text.slice(cell.start, cell.end), 0, value);
			if (span?.end === cell.end - cell.start) yield { start: cell.start + span.start, end: cell.end, labelStart: found.index, labelEnd };
		}
	}
}

/** An expression for `valuesBefore`: a value in brackets' reach of its label, or linked to it by a word. */
export function beforeLabel(value: string): RegExp {
	const link = '(?:é|eh|e(?=\\s[ao]\\s)|is|was|foi|as|como)';
	const small = '(?:o|a|the|my|your|meu|minha|seu|sua|d[aeo]|of|n[uú]mero|n[.ºo°]{1,2}|number|c[oó]digo|code)';
	return new RegExp(
		String.raw`(?<![\p{L}\d*,.\-/$])(${value})(?![\p{L}\d])["'”»]?(?:\s{0,2}[([–-]\s{0,2}|\s${link}\s)(?:${small}\s){0,4}$`,
		'iu',
	);
}

/** The values right before a label: `12.345 (matrícula do imóvel)`, `12.345 é a matrícula do imóvel`. `before` is made by `beforeLabel`. */
export function* valuesBefore(text: string, label: RegExp, before: RegExp): Generator<LabelledValue> {
	for (const found of text.matchAll(label)) {
		const labelEnd = found.index + found[0].length;
		const from = Math.max(0, found.index - LONGEST_BEFORE);
		const value = before.exec(text.slice(from, found.index));
		if (!value || OWN_VALUE_FOLLOWS.test(text.slice(labelEnd, labelEnd + 16))) continue;
		const start = from + value.index;
		if (OTHER_LABEL.test(text.slice(Math.max(0, start - 24), start))) continue;
		yield { start, end: start + value[1]!.length, labelStart: found.index, labelEnd };
	}
}

const OWN_VALUE_FOLLOWS = /^\s{0,2}(?:[:=]|n[.ºo°]{1,2}|\d)/iu;
const OTHER_LABEL =
	/(?<!\p{L})(?:pedido|protocolo|nota|fiscal|nfe?|os|ordem|chamado|ticket|order|invoice|boleto|cep|cpf|cnpj|rg|tel(?:efone)?|fone|celular|phone|contrato|contract|rastreio|tracking|lote|batch|ref|sku)(?:[\s:.#="'-]|n[.ºo°]){0,8}(?:number\s|no\.?\s|é\s|is\s)?$/iu;
const LONGEST_BEFORE = 56;

/** Where a sticky expression's match at a position ends; the position itself when there is none. */
export function endOf(expression: RegExp, text: string, at: number): number {
	expression.lastIndex = at;
	return expression.test(text) ? expression.lastIndex : at;
}

/** The span of a sticky expression's first group, or of all of it, at a position. */
export function valueAt(text: string, at: number, value: RegExp): { start: number; end: number } | undefined {
	value.lastIndex = at;
	const found = value.exec(text);
	if (!found) return undefined;
	const start = at + (found[1] === undefined ? 0 : found[0].indexOf(found[1]));
	return { start, end: start + (found[1] ?? found[0]).length };
}
