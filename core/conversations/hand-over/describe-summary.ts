import { toLocalMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { Origin } from '../../ports/channels/message-content';
import { parsePhone } from '../contacts/parse-phone';
import { describeOrigin } from '../describe-origin';
import { type HandOverSummary, summaryFields } from '../../ports/channels/hand-overs';

const titles: Record<Language, Record<(typeof summaryFields)[number] | 'title' | 'reason' | 'origin' | 'unanswered' | 'again', string>> = {
	en: {
		title: 'Handed over to a person',
		reason: 'Reason',
		origin: 'Came from',
		unanswered: 'No person has answered since',
		again: 'The customer writes again.',
		name: 'Name',
		company: 'Company',
		phone: 'Phone',
		city: 'City',
		need: 'Need',
		urgency: 'Urgency',
		temperature: 'Temperature',
		nextStep: 'Next step',
		notes: 'Notes',
	},
	pt: {
		title: 'Atendimento transferido para a equipe',
		reason: 'Motivo',
		origin: 'Origem',
		unanswered: 'Ninguém respondeu desde',
		again: 'O cliente escreveu de novo.',
		name: 'Nome',
		company: 'Empresa',
		phone: 'Telefone',
		city: 'Cidade',
		need: 'Necessidade',
		urgency: 'Urgência',
		temperature: 'Temperatura',
		nextStep: 'Próximo passo',
		notes: 'Observações',
	},
};

export function describeSummary(summary: HandOverSummary, reason: string, language: Language, origin?: Origin): string {
	const words = titles[language];
	const lines = summaryFields.flatMap((field) => {
		const text = (field === 'notes' ? indented : oneLine)(showField(field, summary[field] ?? '', language));
		return text === '' || unknown.test(text) ? [] : [`${words[field]}:${text.startsWith('\n') ? '' : ' '}${text}`];
	});
	const from = origin ? [`${words.origin}: ${oneLine(describeOrigin(origin, language))}`] : [];
	return [words.title, `${words.reason}: ${oneLine(reason)}`, ...from, ...lines].join('\n');
}

function showField(field: (typeof summaryFields)[number], text: string, language: Language): string {
	if (field === 'phone') return showPhone(text, language);
	if (field !== 'temperature') return text;
	return findTemperature(text)?.[language] ?? text;
}

const findTemperature = (text: string) => temperatureWords.find((words) => Object.values(words).includes(text.trim().toLowerCase()));

/** Returns `hot`, `warm` or `cold` from any language; keeps other words. */
export const readTemperature = (text: string): string => findTemperature(text)?.en ?? text;

/** Keeps words beside a number, and national numbers outside of Brazil. */
function showPhone(text: string, language: Language): string {
	const isNumber = /^[+\d\s().-]+$/.test(text) && (language === 'pt' || /^\s*\+|(?:\d[\s().-]*){12}/.test(text));
	return (isNumber ? parsePhone(text) : undefined) ?? text;
}

const temperatureWords: Array<Record<Language, string>> = [
	{ en: 'hot', pt: 'quente' },
	{ en: 'warm', pt: 'morno' },
	{ en: 'cold', pt: 'frio' },
];

/** @param at milliseconds since the epoch */
export function describeUnanswered(at: number, language: Language, timeZone?: string): string {
	return `${titles[language].unanswered} ${toLocalMinute(at, timeZone)}.`;
}

export const describeInsistence = (at: number, language: Language, timeZone?: string): string =>
	`${titles[language].again} ${describeUnanswered(at, language, timeZone)}`;

const unknown = /^(?:não informad[oa]|not (?:given|informed|known)|unknown)\.?$/iu;

function indented(text: string): string {
	const lines = text.split('\n').map(oneLine);
	const known = lines.filter((line) => line !== '' && !unknown.test(line.replace(/^[^:]{1,60}: ?/, '')));
	return known.length > 1 ? known.map((line) => `\n  ${line}`).join('') : (known[0] ?? '');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
