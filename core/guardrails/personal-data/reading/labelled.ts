import { matchBounds } from '../match-bounds';
import { findCellsBelow, findInsertedCells } from './table-cells';

export interface Label {
	start: number;
	end: number;
	written: string;
}

export interface LabelledValue {
	start: number;
	end: number;
}

interface LabelledPattern {
	readonly labels: readonly Label[];
	/** After a label, or in a column below one; sticky. */
	readonly value: RegExp;
	/** Before a label; made by `beforeLabel`. */
	readonly before?: RegExp;
}

export function findLabels(text: string, expression: RegExp): Label[] {
	const labels: Label[] = [];
	expression.lastIndex = 0;
	for (let match = expression.exec(text); match; match = expression.exec(text)) {
		labels.push({ start: match.index, end: match.index + match[0].length, written: match[0] });
	}
	return labels;
}

/** Directly after labels, else directly before, else in the column below. */
export function findLabelled(text: string, { labels, value, before }: LabelledPattern): LabelledValue[] {
	const values: LabelledValue[] = [];
	let endOfTable = 0;
	for (const label of labels) {
		const beside = findValueAfter(text, label, value) ?? (before && findValueBefore(text, label, before));
		if (beside) values.push(beside, ...readRestOfList(text, beside, value));
		if (beside || label.start < endOfTable) continue;
		const cells = findCellsBelow(text, label.start, label.end);
		endOfTable = cells.at(-1)?.end ?? 0;
		for (const cell of [...cells, ...findInsertedCells(text, label.start, label.end)]) {
			const span = readValueAt(text.slice(cell.start, cell.end), 0, value);
			if (span?.end === cell.end - cell.start) values.push({ start: cell.start + span.start, end: cell.end });
		}
	}
	return values;
}

function readRestOfList(text: string, first: LabelledValue, value: RegExp): LabelledValue[] {
	const rest: LabelledValue[] = [];
	if (!firstOfList.test(text.slice(Math.max(0, first.start - 16), first.start))) return rest;
	for (let { end } = first; rest.length < maxList;) {
		const from = findEnd(nextOfList, text, end);
		const next = from > end ? readValueAt(text, from, value) : undefined;
		if (!next) break;
		rest.push(next);
		end = next.end;
	}
	return rest;
}

const firstOfList = /(?:\[\s{0,8}["']?|\n[ \t]{0,8}-[ ]["']?)$/;
const nextOfList = /["']?(?:,\s{0,8}["']?|\r?\n[ \t]{0,8}-[ ]["']?)/y;
const maxList = 16;

const smallWords =
	'n no nos nr nrs num n[uú]meros? numbers? id cod c[oó]digo code value valor registro registration ' +
	'e é eh are is was foi s[aã]o t[aá] est[aá] era fica ficou consta aparece segue cont[eé]m d[aeo]s? o a os as em sob com que por ' +
	'of the for on at in under file here you asked its my your his her their our that correct wrong buyer seller owner property apartment house ' +
	'meu minha sua seu dele dela este esta esse essa aqui n[aã]o certo correto correta errad[oa] atual nov[oa] antig[oa] abaixo seguinte ' +
	'n[eé] ent[aã]o ok sim tem tenho claro agora hoje ontem j[aá] a[ií] [oó] formul[aá]rio escrevi coloquei digitei informei preenchi anterior solicitad[oa] informad[oa] cadastrad[oa] registrad[oa] inscrit[oa] sistema respons[aá]vel titular cliente propriet[aá]ri[oa] comprador vendedor ' +
	'locador locat[aá]ri[oa] im[oó]vel terreno contrato apartamento apto casa lote fazenda s[ií]tio ch[aá]cara garagem obra urban[oa] rural principal entrega cobran[cç]a residencial comercial locado locada inscri[cç][aã]o';

/** Start of the next chat message: `\n[10:31] Ana: `, `\n12/03/2026 10:31 - Ana: `. */
export const chatMessageStart = String.raw`\n\[?(?:\d[\d/]{5,9},?\s)?\d\d:\d\d(?::\d\d)?\]?\s(?:-\s)?[^:\n]{1,30}:\s`;

const tag = String.raw`<\/?[a-z][^<>\d]{0,40}(?:>|value=["'])`;
/** `(conferido)`, but not the name of another number. */
const note = String.raw`\((?!protocolo|pedido|ordem|nota|boleto|tel|fone|celular|valor|ref|chamado|os\))\p{L}[\p{L} ]{1,24}\)`;

/** Between label and value: punctuation, `nº`, `is`, `sob o número`. Letters match only as whole words. */
const connector = new RegExp(
	String.raw`(?:${chatMessageStart}|${tag}|${note}|;(?=["'\d])|[\s:=#"'´\x60“”‘’«»<>|,.?()[\]{}*_~·•º°ª/–→-]|(?:${smallWords.replaceAll(' ', '|')})(?![\p{L}\p{N}])){0,40}`,
	'iuy',
);

export function findValueAfter(text: string, { end }: Label, value: RegExp): LabelledValue | undefined {
	const from = findEnd(connector, text, end);
	return from - end > farthest ? undefined : readValueAt(text, from, value);
}

export function beforeLabel(value: string): RegExp {
	const link = '(?:é|eh|e(?=\\s[ao]\\s)|is|was|foi|as|como)';
	const small = '(?:o|a|the|my|your|meu|minha|seu|sua|d[aeo]|of|n[uú]mero|n[.ºo°]{1,2}|number|c[oó]digo|code)';
	return new RegExp(
		String.raw`(?<![\p{L}\d*,.\-/$])(${value})(?![\p{L}\d])["'”»]?(?:\s{0,2}(?:<-|[([–←-])\s{0,2}|,?\s(?:(?:que|which)\s)?${link}\s)(?:${small}\s){0,4}$`,
		'iu',
	);
}

function findValueBefore(text: string, label: Label, before: RegExp): LabelledValue | undefined {
	if (!isLinked(text, label.start)) return undefined;
	const from = Math.max(0, label.start - maxBefore);
	const value = before.exec(text.slice(from, label.start));
	if (!value || ownValueFollows.test(text.slice(label.end, label.end + maxLook))) return undefined;
	const start = from + value.index;
	if (label.end - start - value[1]!.length > matchBounds.words - maxLook) return undefined;
	if (otherLabel.test(text.slice(Math.max(0, start - 24), start))) return undefined;
	return { start, end: start + value[1]!.length };
}

/** Quick check for a bracket, dash or linking word. */
function isLinked(text: string, labelStart: number): boolean {
	return linked.test(text.slice(Math.max(0, labelStart - 8), labelStart));
}

const linked =
	/(?:[([–←-]\s{0,2}|(?:\s|^)(?:é|eh|[oaei]s?|the|m[yeu]{1,2}|minha|seu|sua|your|d[aeo]|of|was|foi|como|n[.ºo°]{1,2}|\p{L}{3}ero|\p{L}{2}mber|code|\p{L}{3}igo)\s)$/iu;
const ownValueFollows = /^\s{0,2}(?:[:=]|n[.ºo°]{1,2}|\d)/iu;
const otherLabel =
	/(?<!\p{L})(?:pedido|protocolo|nota|fiscal|nfe?|os|ordem|chamado|ticket|order|invoice|boleto|cep|cpf|cnpj|rg|tel(?:efone)?|fone|celular|phone|contrato|contract|rastreio|tracking|lote|batch|ref|sku)(?:[\s:.#="'-]|n[.ºo°]){0,8}(?:number\s|no\.?\s|é\s|is\s)?$/iu;
const maxBefore = 56;
const maxLook = 8;
/** A longer connector is separate text. */
const farthest = 96;

function findEnd(expression: RegExp, text: string, at: number): number {
	expression.lastIndex = at;
	return expression.test(text) ? expression.lastIndex : at;
}

export function readValueAt(text: string, at: number, value: RegExp): { start: number; end: number } | undefined {
	value.lastIndex = at;
	const match = value.exec(text);
	if (!match) return undefined;
	const start = at + (match[1] === undefined ? 0 : match[0].indexOf(match[1]));
	return { start, end: start + (match[1] ?? match[0]).length };
}
