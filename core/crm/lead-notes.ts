import { createHash } from 'node:crypto';
import { TroupeError } from '../base/errors';
import { readOrigin } from '../base/work-origin';
import type { Lead } from './lead';

const notInformed = 'Não informado';

const leadNoteTemplate = `Lead qualificado
Empresa: {{company.name}}
CNPJ: {{company.cnpj}}
Contato: {{person.name}}
Cargo: {{person.jobTitle}}
Telefone: {{person.phone}}
E-mail: {{person.email}}
Cidade: {{city}}
Produto: {{details.product}}
Volume: {{details.volume}}
Prazo: {{details.deadline}}
Temperatura: {{temperature}}
Valor: {{deal.value}}
Resumo: {{summary}}`;

const maxTemplateLength = 10_000;
const temperatureNames = { cold: 'frio', warm: 'morno', hot: 'quente' };

export interface LeadNote {
	text: string;
	mark: string;
}

export function writeLeadNotes(lead: Lead, template = leadNoteTemplate): LeadNote[] {
	// The mark uses stored values: another format makes no second note.
	const main = markNote(lead.id, fillTemplate(template, lead), fillTemplate(template, lead, showValue));
	if (lead.priceException === undefined) return [main];
	const { answer, reason } = lead.priceException;
	const text = `Preço informado por exceção\nResposta: ${answer}\nMotivo: ${reason ?? notInformed}`;
	return [main, markNote(lead.id, text)];
}

function showValue(path: string, value: string): string {
	if (path === 'company.cnpj') return value.replace(/^(\w\w)(\w{3})(\w{3})(\w{4})(\w\w)$/, '$1.$2.$3/$4-$5');
	if (path === 'deal.value') return reais.format(Number(value)).replace(/\s/g, ' ');
	return value;
}

const reais = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });

/**
 * Marks a note by lead and text: adds the same note once, a changed one again. Lines with only unknown values count for the mark, but are not
 * written. The note names its run or process instance. @param shown the text as people read it
 */
export function markNote(leadId: string, text: string, shown = text): LeadNote {
	const digest = createHash('sha256')
		.update(JSON.stringify([leadId, text]))
		.digest('hex');
	const mark = digest.slice(0, markLength);
	const { run, instance } = readOrigin();
	const writer = run === undefined ? instance && `, instance ${instance}` : `, run ${run}`;
	return { text: `${shown.replace(unknownLines, '').trim()}\n\nref ${mark}${writer ?? ''}`, mark };
}

export const isMarked = (text: string): boolean => /\bref [0-9a-f]{10}\b/.test(text);

const markLength = 10;
/** `Cargo: Não informado`, or nothing but these words. */
const unknownLines = /^(?:[^:\n]{1,60}: ?)?não informad[oa]\.?$\n?/gimu;

/** @throws TroupeError INPUT_INVALID for an unknown field name */
function fillTemplate(template: string, lead: Lead, show = (_path: string, value: string) => value): string {
	if (template.length > maxTemplateLength) throw invalid(`is longer than ${maxTemplateLength} characters`, 'Shorten it.');
	return template.replace(/\{\{\s*([\w.]{1,80})\s*\}\}/g, (_all, path: string) => {
		const value = readPath(lead, path);
		return value === undefined ? notInformed : show(path, value);
	});
}

const shortNames: Record<string, (lead: Lead) => string | undefined> = {
	id: ({ id }) => id,
	summary: ({ summary }) => summary,
	city({ company, person, details }) {
		const city = company?.city ?? person?.city;
		return city ? `${city.name}/${city.state}` : details['city'];
	},
	temperature: ({ deal }) => deal.temperature && temperatureNames[deal.temperature],
};

const groups: Record<string, (lead: Lead) => object | undefined> = {
	company: ({ company }) => company,
	person: ({ person }) => person,
	deal: ({ deal }) => deal,
	details: ({ details }) => details,
};

function readPath(lead: Lead, path: string): string | undefined {
	if (Object.hasOwn(shortNames, path)) return shortNames[path]!(lead);
	const [group = '', name, ...rest] = path.split('.');
	if (name === undefined || rest.length > 0 || !Object.hasOwn(groups, group)) {
		throw invalid(
			`names "${path}", which a lead does not have`,
			'Use id, summary, city, temperature, company.…, person.…, deal.… and details.….',
		);
	}
	const value: unknown = Object.entries(groups[group]!(lead) ?? {}).find(([field]) => field === name)?.[1];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const invalid = (problem: string, fix: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `The template of the note ${problem}.`, fix });
