import type { Match } from '../../../../ports/guardrails/match';
import { type Label, findLabels } from '../../reading/labelled';
import { normalize } from '../../reading/normalize';
import { feature } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';
import { findCellsBelow, findInsertedCells } from '../../reading/table-cells';
import { fold } from '../../reading/fold-word';
import { bareDateAt, type CalendarDate, findDate, readDate, thisYear } from './dates';

const verb = String.raw`nasc(?:id[oa]s?|eu|i|eram)|born`;
const noun = String.raw`nasc(?:imentos?)?|(?:data|dt|ano|dia)?[\s_.]{0,2}(?:de|do|d)?[\s_.]{0,2}nasc(?:imentos?)?|dt[\s_.]{0,2}n|d\/?n|d\.\s?n\.?|dobs?|d\.\s?o\.\s?b\.?|(?:dates?|day|year)[\s_-]?of[\s_-]?birth|birth[\s_-]?dates?|birth`;
const party = String.raw`natal[ií]cio|anivers[aá]rios?|aniversariantes?|niver|birth[\s_-]?days?|b-?days?`;
const label = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${verb}|${party}|${noun})(?:['’]s)?(?![\p{L}])(?:(?<=nasc)\.)?`, 'giu');
/** Quick check: each label contains one of these. */
const mentioned = /nasc|natal|niver|birth|born|day|dob|dt|d[\s_./]{0,2}[no]/i;
/** The dates of birth certificates and after expected births are others. */
const notALabel =
	/(?:certid(?:[aã]o|[oõ]es)|registro|assento|licen[cç]a|aux[ií]lio|certificate|previs[aã]o|hora|local|place|time|peso|weight|taxa|rate)\s(?:(?:de|do|of|da)\s)?$/iu;

/** Companies and ideas are "born" figuratively. */
const bornInSpeechOnly =
	/(?<!\p{L})(?:empresa|companhia|projeto|loja|marca|startup|ideia|clube|cidade|banco|grupo|site|blog|canal|produto|company|firm|brand|project|idea|club|product|store|team)\s(?:was\s|foi\s)?$/iu;

/** Allowed between label and date; folded. */
const fillers = new Set(
	(
		'a o as os da do das dos de d no na em aos ao dia data dt e eh foi meu minha seu sua dele dela que consta informada informado confirmada correta completa sendo ' +
		'titular cliente paciente aluno aluna segurado segurada beneficiario beneficiaria usuario usuaria candidato candidata requerente dependente ' +
		'filho filha mae pai conjuge contratante socio socia responsavel comprador vendedor locatario locador crianca menor bebe esposa marido esposo ' +
		'funcionario funcionaria colaborador empregado passageiro hospede vitima autor reu proponente mutuario associado interessado declarante ' +
		'is was are on in at of the my his her their your date day and dd mm aa aaaa yy yyyy ddmmaaaa mmddyyyy patient customer client holder applicant insured employee ' +
		'student member user child spouse mother father son daughter passenger guest value completo civil oficial nascido nascida born listed as given you asked for here certo correto correta esse esta aqui segue solicitada solicitado informado sistema ta nao n no num numero file under errado errada aparece wrong'
	).split(' '),
);
const otherEvents = new Set(
	(
		'validade valido valida emissao emitida emitido expedicao expedida expedido expedir admissao admitido admitida vencimento vence cadastro cadastrado cadastrada consulta casamento ' +
		'casado casada casou obito falecimento faleceu falecido falecida morreu atendimento atendido inicio fim termino contrato compra venda pagamento entrega envio reuniao evento ' +
		'festa empresa loja fundacao fundada registro registrado registrada assinatura assinado atualizacao exame coleta vacina vacinado internacao internado alta matricula hoje previsto prevista ' +
		'provavel previsao parto formado formou mudou mora desde entre contratado demissao batismo batizado protocolo nota pedido ultima ultimo proximo proxima agendado agendada ' +
		'expiry expires expiration issued issue hired hire start end admission admitted appointment wedding married died death deceased due valid visit company store ' +
		'founded party registered created updated since joined moved graduated between expected baptised baptized order invoice last next discharge test signed contract'
	).split(' '),
);

const oldest = 125;
/** Birthday invitations contain this year's date. */
const youngestAtAParty = 4;
const maxFillerLength = 64;
const maxDateLength = 36;
const word = /\p{L}+/gu;

/** Dates directly beside words for birth. Other dates are not personal data. */
export const dateOfBirth: Recognizer = {
	type: 'DATE_OF_BIRTH',
	name: { en: 'date of birth', pt: 'data de nascimento' },
	label: 'NASCIMENTO',
	words: {
		pt: ['nascimento', 'data de nascimento', 'dt nasc', 'nasc', 'dn', 'nascido', 'nascida', 'nasci'],
		en: ['born', 'date of birth', 'dob', 'd o b', 'birth date', 'birthdate'],
	},
	needs: ({ has, digits }) => digits >= 3 && (has & feature.letter) !== 0,
	find({ text }) {
		if (!mentioned.test(text)) return [];
		return findLabels(text, label).flatMap((label) => {
			const kind = classifyLabel(label.written);
			const before = text.slice(Math.max(0, label.start - 24), label.start);
			if ((kind === 'verb' ? bornInSpeechOnly : notALabel).test(before)) return [];
			const beside = behindLabel(text, label.end, kind) ?? beforeLabel(text, label, kind);
			// The next line can be the first cell of a column.
			const below = beside && !text.slice(label.end, beside.start).includes('\n') ? [] : belowLabel(text, label, kind);
			const dates = beside && below.length === 0 ? [beside] : below;
			const others = kind !== 'verb' || beside === undefined ? [] : bornThen(text, beside.end);
			return [...dates, ...others].map((date): Match => ({ type: 'DATE_OF_BIRTH', ...date }));
		});
	},
	canonical(value) {
		const written = normalize(value).text;
		const date = readDate(written) ?? bareDateAt(written)?.date;
		return date ? [date.year, date.month, date.day].join('-') : fold(written);
	},
	partialMask: (value) => normalize(value).text.replace(/\p{L}{3,}|\d{1,3}(?!\d)(?<!\d{4})/gu, (part) => '*'.repeat(part.length)),
};

/** A verb can have a place before its date; a party has its own date. */
type Kind = 'verb' | 'party' | 'noun';
type Found = Omit<Match, 'type'>;

const isVerb = new RegExp(`^(?:${verb})$`, 'iu');
const isParty = new RegExp(`^(?:${party})$`, 'iu');

function classifyLabel(label: string): Kind {
	if (isVerb.test(label)) return 'verb';
	return isParty.test(label) ? 'party' : 'noun';
}

function behindLabel(text: string, labelEnd: number, kind: Kind): Found | undefined {
	const behind = text.slice(labelEnd, labelEnd + maxFillerLength + maxDateLength);
	if (!figuresNear.test(behind)) return undefined;
	const written = findDate(behind);
	const filler = written && behind.slice(0, written.start);
	if (written && (kind === 'verb' ? leadsFromVerb(filler!) : leadsToDate(filler!))) {
		return plausible(written.date, kind) ? { start: labelEnd + written.start, end: labelEnd + written.end, score: 0.85 } : undefined;
	}
	const first = behind.search(/\d/);
	const bare = bareDateAt(behind.slice(first));
	if (!bare || !plausible(bare.date, kind) || !leadsToDate(behind.slice(0, first))) return undefined;
	return { start: labelEnd + first, end: labelEnd + first + bare.length, score: 0.7 };
}

/** Another person with the same verb: `ela nasceu em 12/03/1985 e meu irmão em 05/06/1990`. */
function bornThen(text: string, end: number): Found[] {
	const behind = text.slice(end, end + maxFillerLength + maxDateLength);
	const link = andSomebody.exec(behind);
	if (!link || otherEvents.has(fold(link[1] ?? ''))) return [];
	const written = findDate(behind.slice(link[0].length));
	if (written?.start !== 0 || !plausible(written.date, 'verb')) return [];
	const start = end + link[0].length;
	return [{ start, end: start + written.end, score: 0.7 }];
}

const andSomebody =
	/^,?\s(?:e|and)\s(?:ele|ela|he|she|(?:[oa]\s)?(?:minha|meu|my|his|her|seu|sua)\s(\p{L}{3,12}))\s(?:nasceu\s|was\sborn\s)?(?:em|on|in|no\sdia|dia)\s/iu;
const figuresNear = /^\D{0,64}\d/;

function belowLabel(text: string, { start: labelStart, end: labelEnd }: Label, kind: Kind): Found[] {
	const cells = [...findCellsBelow(text, labelStart, labelEnd), ...findInsertedCells(text, labelStart, labelEnd)];
	return cells.flatMap(({ start, end }) => {
		const cell = text.slice(start, end);
		const written = findDate(cell) ?? bareDateAt(cell);
		const [from, to] = written && 'start' in written ? [written.start, written.end] : [0, written?.length ?? 0];
		return written && from === 0 && plausible(written.date, kind) ? [{ start, end: start + to, score: 0.75 }] : [];
	});
}

const closingWords =
	/^(?:[\s,(:–"'»”-]|(?:é|eh|e|foi|is|was|a|o|as|minha|meu|my|his|her|the|sua|seu|your|data|date|de|of|do|da|dia|day|em|que|when|i|he|she|eu|ele|ela)(?![\p{L}])){0,14}$/iu;
const maxClosingLength = 40;
const hasItsOwn = /^["'\s]{0,3}[:=]/;

/** `12/03/1985 is my birthday`. A label with a colon has its value after it. */
function beforeLabel(text: string, { start: labelStart, end: labelEnd }: Label, kind: Kind): Found | undefined {
	const end = lastFigureBefore(text, labelStart);
	if (end === 0 || !closingWords.test(text.slice(end, labelStart)) || hasItsOwn.test(text.slice(labelEnd, labelEnd + 4))) return undefined;
	const span = dateUntil(text, end);
	if (!span || !plausible(span.date, kind)) return undefined;
	const earlier = text.slice(Math.max(0, span.start - 24), span.start).match(word) ?? [];
	return earlier.slice(-2).some((word) => otherEvents.has(fold(word))) ? undefined : { start: span.start, end, score: 0.7 };
}

function lastFigureBefore(text: string, position: number): number {
	for (let end = position; end > 0 && position - end < maxClosingLength; end--) {
		const code = text.charCodeAt(end - 1);
		if (code >= 0x30 && code <= 0x39) return end;
	}
	return 0;
}

function dateUntil(text: string, end: number): { start: number; date: CalendarDate } | undefined {
	const from = Math.max(0, end - maxDateLength);
	for (const { index } of text.slice(from, end).matchAll(/(?<![\p{L}\p{N}])[\p{L}\d]/gu)) {
		const written = index === 0 && from > 0 ? undefined : findDate(text.slice(from + index, end));
		if (written?.start === 0 && from + index + written.end === end) return { start: from + index, date: written.date };
	}
	return undefined;
}

/** Only punctuation, fillers and names precede the date: `data de nascimento do titular (dd/mm/aaaa): `, `aniversário da Ana: `. */
function leadsToDate(filler: string): boolean {
	if (/[.!?]\s+\p{L}|;\s*\p{L}|\n[^\n]*\n|:[^:\p{L}]*\p{L}[^:]*:/u.test(filler)) return false;
	return (filler.match(word) ?? []).every((word) => {
		const folded = fold(word);
		return fillers.has(folded) || (/^\p{Lu}/u.test(word) && !otherEvents.has(folded));
	});
}

/** No other event between verb and date: `nascida em Santos, no Estado de São Paulo, em `. */
function leadsFromVerb(filler: string): boolean {
	if (/[!?;\d]|\.\s+\p{Lu}\p{L}{2}|\n[^\n]*\n/u.test(filler)) return false;
	return !(filler.match(word) ?? []).some((word) => otherEvents.has(fold(word)));
}

function plausible({ year }: CalendarDate, kind: Kind): boolean {
	const age = thisYear() - year;
	return age >= (kind === 'party' ? youngestAtAParty : 0) && age <= oldest;
}
