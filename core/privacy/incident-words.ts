/** Texts about incidents, by language: of the pages for counsel, and of what commands say. */
import type { Language } from '../base/text/languages';
import { writeDays, writeSaidTime, writeTime } from '../base/text/write-day';
import type { TellingTime } from './incident-times';
import type { IncidentRecipient, IncidentRisk, IncidentStep } from '../base/privacy/incident-kinds';
import { type IncidentFacts, neededFacts } from './incidents';
import type { RequestLaw } from '../base/privacy/privacy-laws';

/** When somebody has to be told, with times as ISO 8601. */
export type Telling = Omit<TellingTime, 'dueAt'> & { dueAt: string | null; at: string | null };

/** An incident without what was said of it. */
export interface ReportedIncident extends Record<IncidentRecipient, Telling> {
	id: string;
	knownAt: string;
	notedAt: string;
	risk: IncidentRisk;
	state: 'open' | 'closed';
	closedAt: string | null;
	law: RequestLaw;
	timeZone: string;
	completeBy: string | null;
}

interface IncidentWords {
	title: string;
	counsel: string;
	titles: Record<'incident' | 'known' | 'noted' | 'risk' | 'authority' | 'people' | 'state' | 'touched' | 'course' | 'missing', string>;
	laws: Record<RequestLaw, string>;
	risks: Record<IncidentRisk, string>;
	states: Record<'open' | 'closed', string>;
	steps: Record<IncidentStep, string>;
	facts: Record<keyof IncidentFacts, string>;
	columns: readonly [at: string, by: string, step: string, text: string];
	late: string;
	notRequired: string;
	until: (time: string) => string;
	withoutDelay: string;
	toldAt: (time: string) => string;
	complete: (day: string) => string;
	none: string;
	hint: (id: string) => string;
	of: (id: string, risk: string, state: string) => string;
	since: (known: string, noted: string, by: string) => string;
	nothingMissing: string;
}

export const incidentWords: Record<Language, IncidentWords> = {
	en: {
		title: 'Incident with personal data',
		counsel:
			'Material for counsel, made from what people noted in this installation. It is not legal advice, and it tells nobody: send it, or what the form of the authority asks for, yourself.',
		titles: {
			...{ incident: 'Incident', known: 'Known since', noted: 'Noted', risk: 'Risk for people', authority: 'Authority', people: 'People' },
			...{ state: 'State', touched: 'People touched', course: 'Course', missing: 'Still missing' },
		},
		laws: {
			lgpd: 'LGPD art. 48, ANPD Resolution 15/2024: authority and people within three working days',
			gdpr: 'GDPR art. 33 and 34: the authority within 72 hours, people without undue delay if the risk is high',
		},
		risks: { unlikely: 'unlikely', likely: 'likely', high: 'high' },
		states: { open: 'open', closed: 'closed' },
		steps: {
			...{ added: 'noted', noted: 'more known', 'authority-told': 'authority told', 'people-told': 'people told', closed: 'closed' },
		},
		facts: {
			...{ nature: 'What happened', categories: 'Data and people', people: 'Number of people', records: 'Number of records' },
			...{ consequences: 'Likely consequences', measures: 'Measures', contact: 'Contact', delay: 'Why it was told late' },
			...{ authorityDelay: 'Why the authority was told late', peopleDelay: 'Why the people were told late' },
			...{ contacts: 'Contacts, as the register counted them', from: 'Who wrote since', to: 'Who wrote until' },
		},
		columns: ['Time', 'By', 'Step', 'What was said'],
		late: 'late',
		notRequired: 'not required',
		until: (time) => `to be told until ${time}`,
		withoutDelay: 'to be told without undue delay',
		toldAt: (time) => `told ${time}`,
		none: 'No incident is open.',
		hint: (id) => `Nobody was told by this. The page for counsel: troupe privacy incidents report ${id} -o FILE`,
		of: (id, risk, state) => `${id}: risk ${risk}, ${state}`,
		since: (known, noted, by) => `known since ${known}, noted ${noted} by ${by}`,
		complete: (day) => `What the first communication lacked: until ${day}.`,
		nothingMissing: 'nothing',
	},
	pt: {
		title: 'Incidente com dados pessoais',
		counsel:
			'Material para o jurídico, gerado a partir do que foi registrado nesta instalação. Não é parecer jurídico e não comunica ninguém: envie você mesmo esta página, ou o que o formulário da autoridade pede.',
		titles: {
			...{ incident: 'Incidente', known: 'Conhecido desde', noted: 'Registrado', risk: 'Risco aos titulares', authority: 'Autoridade' },
			...{ people: 'Titulares', state: 'Situação', touched: 'Titulares atingidos', course: 'Andamento', missing: 'Ainda falta' },
		},
		laws: {
			lgpd: 'LGPD, art. 48, Resolução CD/ANPD 15/2024: autoridade e titulares em três dias úteis',
			gdpr: 'GDPR, arts. 33 e 34: a autoridade em 72 horas; os titulares sem demora injustificada, se o risco for elevado',
		},
		risks: { unlikely: 'improvável', likely: 'provável', high: 'elevado' },
		states: { open: 'em aberto', closed: 'encerrado' },
		steps: {
			...{ added: 'registrado', noted: 'complementado', 'authority-told': 'autoridade comunicada' },
			...{ 'people-told': 'titulares comunicados', closed: 'encerrado' },
		},
		facts: {
			...{ nature: 'O que aconteceu', categories: 'Dados e titulares', people: 'Número de titulares', records: 'Número de registros' },
			...{ consequences: 'Consequências prováveis', measures: 'Medidas', contact: 'Contato', delay: 'Motivo da demora' },
			...{ authorityDelay: 'Motivo da demora perante a autoridade', peopleDelay: 'Motivo da demora perante os titulares' },
			...{ contacts: 'Contatos, segundo o registro', from: 'Quem escreveu desde', to: 'Quem escreveu até' },
		},
		columns: ['Quando', 'Por', 'Etapa', 'O que foi dito'],
		late: 'fora do prazo',
		notRequired: 'não exigido',
		until: (time) => `comunicar até ${time}`,
		withoutDelay: 'comunicar sem demora injustificada',
		toldAt: (time) => `comunicado em ${time}`,
		none: 'Nenhum incidente em aberto.',
		hint: (id) => `Ninguém foi comunicado por isto. A página para o jurídico: troupe privacy incidents report ${id} -o ARQUIVO`,
		of: (id, risk, state) => `${id}: risco ${risk}, ${state}`,
		since: (known, noted, by) => `conhecido desde ${known}, registrado em ${noted} por ${by}`,
		complete: (day) => `O que faltou na primeira comunicação: até ${day}.`,
		nothingMissing: 'nada',
	},
};

/** Says when somebody was or has to be told: by the LGPD a day, by the GDPR a minute. */
export function sayTelling(
	{ state, at, dueAt, dueOn, isLate }: Telling,
	{ law, timeZone }: Pick<ReportedIncident, 'law' | 'timeZone'>,
	language: Language,
): string {
	const says = incidentWords[language];
	const late = isLate ? `, ${says.late}` : '';
	if (at !== null) return `${says.toldAt(writeSaidTime(at, timeZone, language))}${late}`;
	if (state === 'not-required') return says.notRequired;
	return dueAt === null
		? says.withoutDelay
		: `${says.until(law === 'gdpr' ? writeTime(dueAt, timeZone, language) : writeDays(dueOn!, language))}${late}`;
}

/** In the order in which they are read; the number of people is said by itself. */
export const shownFacts = [
	...neededFacts.filter((field) => field !== 'people'),
	'delay',
	'authorityDelay',
	'peopleDelay',
	'contacts',
	'from',
	'to',
] as const;

/** @param local writes a time */
export function sayFact(value: IncidentFacts[keyof IncidentFacts], local: (time: string) => string): string {
	if (value === undefined) return '';
	if (typeof value === 'object') return value.join(', ');
	return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? local(value) : String(value);
}

/** Something that was said of an incident, as programs read it. */
export interface ReportedEntry {
	at: string;
	by: string;
	step: IncidentStep;
	text: string | null;
	/** The risk that was judged then. */
	risk: IncidentRisk | null;
	/** When they were told, of an entry that says so. */
	toldAt: string | null;
	facts: IncidentFacts;
}

type Write = (time: string) => string;

/** Says what an entry added. @param local writes a time @param day writes one that people said */
export function sayEntry({ text, risk, toldAt, facts }: ReportedEntry, local: Write, day: Write, language: Language): string {
	const says = incidentWords[language];
	return [
		...[text ?? '', risk === null ? '' : `${says.titles.risk}: ${says.risks[risk]}`, toldAt === null ? '' : says.toldAt(day(toldAt))],
		...(Object.keys(facts) as Array<keyof IncidentFacts>).map((field) => `${says.facts[field]}: ${sayFact(facts[field], local)}`),
	]
		.filter(Boolean)
		.join('; ');
}
