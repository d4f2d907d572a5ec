import type { Match } from '../../../../ports/guardrails/match';
import { createLabelFinder } from '../../reading/label-finder';
import { beforeLabel, findLabelled, type Label, readValueAt, findValueAfter } from '../../reading/labelled';
import { normalize } from '../../reading/normalize';
import { matchBounds } from '../../match-bounds';
import type { Recognizer } from '../../recognizer';
import { digitsIn } from '../check-digits';

const gap = String.raw`[\s_.-]{0,3}`;
const ofArticle = String.raw`(?:d[eoa]s?|n[oa]s?)?${gap}`;
const property = String.raw`(?:im[oó]ve(?:l|is)|apartamentos?|aptos?|casas?|terrenos?|lotes?|fazendas?|s[ií]tios?|ch[aá]caras?|glebas?|unidades?|vagas?|garagens|garagem|box(?:es)?|galp[aã]o|salas?|pr[eé]dios?|edif[ií]cios?|bens|propriedades?|[aá]reas?)`;
const registry = String.raw`(?:registr\w{0,4}${gap}(?:geral${gap})?${ofArticle}(?:im[oó]veis|im[oó]vel|imobili[aá]ri[ao]s?)|c\.?r\.?i\.?(?![\p{L}])|s?\.?r\.?g?\.?i\.?(?![\p{L}])|r\.?g\.?i\.?(?![\p{L}])|of[ií]cios?${gap}${ofArticle}(?:registro|im[oó]veis)|(?:oficial|serventia|servi[cç]o|cart[oó]rio)${gap}(?:${ofArticle}(?:registro|im[oó]veis|imobili[aá]ri[ao])|registral)|circunscri[cç][aã]o${gap}imobili[aá]ria|livro${gap}(?:n\.?[ºo°]\s?)?0?2(?!\d)|real${gap}estate|land${gap}registry|property${gap}registr(?:y|ar)|registry${gap}of${gap}deeds)`;

const ownLabel =
	String.raw`(?:` +
	[
		String.raw`matr[ií]culas?${gap}(?:imobili[aá]rias?|registra(?:l|is)|${ofArticle}(?:${property}|${registry}))`,
		String.raw`${property}[\s,]{1,3}(?:(?:objeto|constante|descrito|registrado)s?\s)?(?:d[aeo]s?\s|sob\s(?:a\s|o\s)?|com\s|com\sa\s|na\s)?matr[ií]cula(?:d[oa])?s?`,
		String.raw`${property}${gap}matr[ií]cula(?:d[oa])?s?`,
		String.raw`(?:property|real${gap}estate|land)${gap}(?:registration|registry|title|deed|record)s?(?:${gap}(?:number|no\.?|id|entry|record|code))?`,
	].join('|') +
	String.raw`)(?![\p{L}])`;
const mentioned = /mat[r.]|(?:r|av)[.\s-]{1,2}\d|registr|title|deed|record/i;
/** For pupils, employees or properties: surrounding words decide. */
const anyLabel = String.raw`(?:matr[ií]cul(?:as?|ad[oa]s?)|matr?\.|registration|(?:r|av)[.\s-]{1,2}\d{1,3}\s?[/-](?:\s?m(?=[.\s-]))?)(?![\p{L}])`;
const findOwnAndAnyLabels = createLabelFinder([ownLabel, anyLabel]);
const evidence = new RegExp(
	String.raw`(?<![\p{L}\p{N}])(?:im[oó]ve(?:l|is)|apartamentos?|aptos?|terrenos?|lotes?|fazendas?|s[ií]tios?|ch[aá]caras?|glebas?|garage[mn]s?|${registry}|escritura|averba[cç][aã]o|hipoteca|usucapi[aã]o|propriet[aá]ri[oa]s?|[oô]nus\sreais|deed|apartment)(?![\p{L}])`,
	'giu',
);
const counterEvidence =
	/(?<![\p{L}\p{N}])(?:alun[oa]s?|estudantes?|funcion[aá]ri[oa]s?|funcional|servidor(?:es|a)?|empregad[oa]s?|colaborador(?:es|a)?|professor(?:es|a)?|docentes?|escola(?:r|s)?|col[eé]gio|faculdade|universidade|curso|turma|siape|militar|guarda|policial|crach[aá]|ra|academia|plano|benefici[aá]ri[oa]|benef[ií]cio|inss|sindicato|cr[eé]dito|ve[ií]culo|carro|aeronave|embarca[cç][aã]o|navio|leiloeiro|jucesp|oab|crea|student|employee|staff|vehicle|car|school|course|college|university|taxa|nascimento|casamento|[oó]bito|certid[aã]o\sde\s(?:nascimento|casamento|[oó]bito))(?![\p{L}])/giu;

const number = String.raw`(?:\d{1,3}(?:(?:[.,]|\.\s{0,2}\n\s{0,2}|\s\.\s)\d{3}){1,2}|\d{3,7}|(?<=n[.ºo°]{1,2}[ ]?)\d{1,2})`;
const notPartOfMore = String.raw`(?![\p{L}\d*%]|[.,\-/][\d*]|\s?(?:º|ª)|\s(?:de\s)?(?:jan|fev|mar[cç]|abr|mai|jun|jul|ago|set|out|nov|dez|reais|anos|dias|m2|m²|vagas|alunos))`;
const numberForm = new RegExp(String.raw`(?:[MR][.\-\s]{0,2})?(${number})${notPartOfMore}`, 'iuy');
const next = new RegExp(
	String.raw`[\s]{0,2}(?:,|;|\/|\be\b|\band\b|&)[\s]{0,2}(?:(?:e|and)\s)?(?:n\.?[ºo°]\s?|M-)?(${number})${notPartOfMore}`,
	'iuy',
);
const numberBeforeLabel = beforeLabel(number);
const plural = /^\S{5,}s(?!\p{L})/iu;
const maxInARow = 12;
const year = /^(?:19|20)\d\d$/;

/** A property's number in its registry of deeds, by words alone: one to eight digits are not specific. Not a pupil's or employee's `matrícula`. */
export const brMatriculaImovel: Recognizer = {
	type: 'BR_MATRICULA_IMOVEL',
	name: { en: 'property registration number', pt: 'matrícula de imóvel' },
	label: 'MATRICULA',
	words: {
		pt: ['matricula do imovel', 'matricula imobiliaria', 'matricula', 'matriculas', 'imovel matriculado'],
		en: ['property registration', 'real estate registration', 'land registry number', 'property title'],
	},
	needs: ({ digits, text }) => digits > 1 && mentioned.test(text),
	find: ({ readings }) =>
		readings.flatMap(({ text }) => {
			const [own = [], any = []] = findOwnAndAnyLabels(text);
			return [
				...behindLabels(text, own, () => 0.75),
				...behindLabels(text, any, (label, end) => (isAboutProperty(text, label, end) ? 0.65 : 0)),
				...besideLabels(text, own),
			];
		}),
	canonical: digitsIn,
	partialMask(value) {
		let kept = 2;
		return normalize(value).text.replace(/\d/g, (digit) => (kept-- > 0 ? digit : '*'));
	},
};

function behindLabels(text: string, labels: readonly Label[], score: (labelStart: number, end: number) => number): Match[] {
	const matches: Match[] = [];
	for (const label of labels) {
		let value = findValueAfter(text, label, numberForm);
		if (!value || isYear(text, value)) continue;
		const strength = score(label.start, value.end);
		if (strength === 0) continue;
		for (let count = 0; value && count < maxInARow; count++) {
			matches.push({ type: 'BR_MATRICULA_IMOVEL', ...value, score: strength });
			value = plural.test(label.written) ? readValueAt(text, value.end, next) : undefined;
		}
	}
	return matches;
}

function besideLabels(text: string, labels: readonly Label[]): Match[] {
	return findLabelled(text, { labels, value: numberForm, before: numberBeforeLabel })
		.filter((value) => !isYear(text, value) && value.end - value.start > 2)
		.map(({ start, end }) => ({ type: 'BR_MATRICULA_IMOVEL', start, end, score: 0.65 }));
}

/** Checks for a year: `matrícula 2024`. */
function isYear(text: string, { start, end }: { start: number; end: number }): boolean {
	return year.test(text.slice(start, end));
}

/** Decides by the nearest word; undefined without one. */
function isAboutProperty(text: string, labelStart: number, end: number): boolean {
	const from = Math.max(0, labelStart - matchBounds.words);
	const around = text.slice(from, end + matchBounds.words);
	const distance = (words: RegExp): number => {
		let nearest = Infinity;
		for (const { 0: word, index } of around.matchAll(words)) {
			const wordStart = from + index;
			const wordEnd = wordStart + word.length;
			nearest = Math.min(nearest, wordEnd <= labelStart ? labelStart - wordEnd : Math.max(0, wordStart - end));
		}
		return nearest;
	};
	return distance(evidence) < distance(counterEvidence);
}
