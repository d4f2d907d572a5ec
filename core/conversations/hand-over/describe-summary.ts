import { toMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import { type HandOverSummary, summaryFields } from '../../ports/channels/hand-overs';

const titles: Record<Language, Record<(typeof summaryFields)[number] | 'title' | 'reason' | 'missing' | 'unanswered' | 'again', string>> = {
	en: {
		...{ title: 'Handed over to a person', reason: 'Reason', missing: 'Not given', unanswered: 'No person has answered since' },
		again: 'The customer writes again.',
		...{ name: 'Name', company: 'Company', phone: 'Phone', city: 'City', need: 'Need', urgency: 'Urgency' },
		...{ temperature: 'Temperature', nextStep: 'Next step', notes: 'Notes' },
	},
	pt: {
		...{
			title: 'Atendimento passado a uma pessoa',
			reason: 'Motivo',
			missing: 'Não informado',
			unanswered: 'Nenhuma pessoa respondeu desde',
			again: 'O cliente escreveu de novo.',
		},
		...{ name: 'Nome', company: 'Empresa', phone: 'Telefone', city: 'Cidade', need: 'Necessidade', urgency: 'Urgência' },
		...{ temperature: 'Temperatura', nextStep: 'Próximo passo', notes: 'Observações' },
	},
};

/** Returns the note of a hand-over: every field in its line, also those that nobody knows. */
export function describeSummary(summary: HandOverSummary, reason: string, language: Language): string {
	const words = titles[language];
	const lines = summaryFields.map((field) => `${words[field]}: ${oneLine(summary[field] ?? words.missing)}`);
	return [words.title, `${words.reason}: ${oneLine(reason)}`, ...lines].join('\n');
}

/** Returns the note of a hand-over that nobody took. @param at milliseconds since the epoch */
export function describeUnanswered(at: number, language: Language): string {
	return `${titles[language].unanswered} ${toMinute(at)} UTC.`;
}

/** Returns the note of a customer who writes again after such a hand-over. @param at as in `describeUnanswered` */
export const describeInsistence = (at: number, language: Language): string =>
	`${titles[language].again} ${describeUnanswered(at, language)}`;

/** A line break in a field would look like another field. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
