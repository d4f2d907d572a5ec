import type { Match } from '../../../../ports/guardrails/match';
import { isPartlyHidden } from '../../partly-hidden';
import { feature, type ReadableText } from '../../reading/readable-text';
import { type Recognizer, threshold } from '../../recognizer';
import { adjustScore } from '../../adjust-score';
import { beginsAt, isFollowedBySpace } from '../boundaries';
import { charactersIn, isDigit, isLetter } from '../check-digits';
import words from './words/br-plate.json';

/** Vehicle plate: `ABC-1234`, or `ABC1D23` as of 2018 (Contran, resolution 780), motorcycles' in two lines. */
export const brPlate: Recognizer = {
	type: 'BR_PLATE',
	name: { en: 'number plate', pt: 'placa de veículo' },
	label: 'PLATE',
	...words,
	needs: ({ has, digits }) => digits > 2 && (has & feature.letter) !== 0,
	find(text) {
		const { starts, ends, count } = text.groups;
		const matches: Match[] = [];
		for (let group = 0; group < count; group++) {
			const length = ends[group]! - starts[group]!;
			const end = length === 4 ? ends[group]! : length === 1 ? findMercosulEnd(text.text, starts[group]!) : 0;
			const match = end > 0 ? matchFrom(text, starts[group]!, end) : undefined;
			if (match) matches.push(match);
		}
		return matches;
	},
	canonical: charactersIn,
	partialMask(value) {
		const characters = charactersIn(value);
		return characters.slice(0, 3) + (/\d{4}$/.test(characters) ? '-****' : '****');
	},
};

const separator = /(?:[ \t]{2}| - |[ -]?\r?\n[ \t]{0,2})$/;
const after = /^(?:[\p{L}\p{N}]|[-./:][\p{L}\p{N}]*\d)/u;

/** Three letters before digits in other uses: standards, hardware, months, labels, short words of both languages. */
const unlikely = new Set(
	(
		'iso nbr iec rfc cve sku ean ref cod num pag doc ncm cst nfe nfs oab crm cnj cpf cep cnh cns nis pis tel fax cel ddd ram ssd hdd cpu gpu usb usd brl eur ' +
		'rtx gtx amd ddr jan fev feb mar abr apr mai may jun jul ago aug set sep out oct nov dez dec dom seg ter qua qui sex sab mon tue wed thu fri sat sun ' +
		'ano mes dia utc gmt por que com sem tem foi era sao seu sua meu uma nos nas dos das the for and was has its our you are not but all per top max min ' +
		'sub rua apt lei art cap vol fls ate ver vai vem pra pro via kwh rpm gol lat azu tam voo boe air bus'
	).split(' '),
);

function findMercosulEnd(text: string, at: number): number {
	return isLetter(text.charCodeAt(at + 1)) &&
		isDigit(text.charCodeAt(at + 2)) &&
		isDigit(text.charCodeAt(at + 3)) &&
		!isDigit(text.charCodeAt(at + 4))
		? at + 4
		: 0;
}

function matchFrom(text: ReadableText, figures: number, end: number): Match | undefined {
	const apart = separatorLength(text.text, figures);
	const start = figures - apart - 3;
	if (apart < 0 || start < 0 || !areLetters(text.text, start) || !beginsAt(text.text, start)) return undefined;
	if (isPartlyHidden(text.text, start, end)) return undefined;
	const letters = text.text.slice(start, start + 3);
	const form = text.text.slice(start + 3, end);
	if (!isFollowedBySpace(text.text, end) && after.test(text.text.slice(end, end + 12))) return undefined;
	const score = adjustScore(text, 'BR_PLATE', start, end, formScore(letters, form));
	return score >= threshold ? { type: 'BR_PLATE', start, end, score } : undefined;
}

/** Returns -1 if it is too long. */
function separatorLength(text: string, figures: number): number {
	if (isLetter(text.charCodeAt(figures - 1))) return 0;
	if (isLetter(text.charCodeAt(figures - 2))) return ' -.\n\t\u00b7\u2022'.includes(text[figures - 1]!) ? 1 : -1;
	return separator.exec(text.slice(Math.max(0, figures - 5), figures))?.[0].length ?? -1;
}

/** The new form is specific; the old one looks like a ticket or product number, and needs words. */
function formScore(letters: string, form: string): number {
	return shapeScore(letters === letters.toUpperCase(), form) - (unlikely.has(letters.toLowerCase()) ? 0.3 : 0);
}

function shapeScore(shouted: boolean, form: string): number {
	const separator = form.length > 4 ? form[0] : '';
	if (/[a-z]/i.test(form)) return (separator === '' ? 0.6 : 0.48) - (shouted ? 0 : 0.2);
	// `LTZ 2019`: a car's trim and year.
	const year = separator !== '-' && separator !== '' && /^.+(?:19[5-9]|20[0-3])\d$/s.test(form) ? 0.15 : 0;
	return (separator === '-' ? 0.4 : separator === '' ? 0.34 : 0.29) - (shouted ? 0 : 0.08) - year;
}

function areLetters(text: string, at: number): boolean {
	return isLetter(text.charCodeAt(at)) && isLetter(text.charCodeAt(at + 1)) && isLetter(text.charCodeAt(at + 2));
}
