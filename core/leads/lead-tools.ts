import type { Language } from '../base/text/languages';
import { temperatures } from '../ports/crm';
import type { LeadStore } from '../ports/leads';
import type { JsonSchema } from '../ports/models/models';
import type { Tool, ToolContext, ToolResult } from '../ports/tools/tools';
import { effectOfLeadTool } from '../tools/effect';
import { readContact } from './read-contact';
import { LeadValueError, readBudget, readCompany, readDeal, readFields } from './read-arguments';
import type { LeadToolName } from './lead-tool-names';

type LeadWords = Record<
	| 'read_lead'
	| 'update_lead'
	| 'create_budget'
	| 'create_company'
	| 'store_deal'
	| 'name'
	| 'phone'
	| 'email'
	| 'city'
	| 'state'
	| 'temperature'
	| 'summary'
	| 'product'
	| 'need'
	| 'cnpj'
	| 'companyName',
	string
>;

const leadWords: Record<Language, LeadWords> = {
	en: {
		read_lead: 'What is known of the customer who writes, and what is still missing. Ask for nothing that is known.',
		update_lead: 'Stores what the customer who writes said about themselves. Give only what is new or has changed.',
		create_budget: 'Stores what the customer wants a quotation for. A person writes the quotation: this tool knows no prices.',
		create_company: "Stores the company of the customer by its CNPJ. A company that is known already becomes the customer's.",
		store_deal: 'Stores the number of the opportunity that the CRM returned for the customer.',
		name: 'Their name.',
		phone: 'A phone number with its area, if it is not the one they write from.',
		email: 'Their e-mail address.',
		city: 'City, without the state.',
		state: 'The two letters of the Brazilian state.',
		temperature: 'How likely they are to buy.',
		summary: 'The structured summary for the person who goes on.',
		product: 'The machine, by its name or model.',
		need: 'What it is for, in the words of the customer.',
		cnpj: 'The CNPJ, as the customer wrote it.',
		companyName: 'The name of the company.',
	},
	pt: {
		read_lead: 'O que já se sabe do cliente que escreve, e o que ainda falta. Não peça nada que já se sabe.',
		update_lead: 'Guarda o que o cliente que escreve disse de si. Informe só o que é novo ou mudou.',
		create_budget: 'Guarda para o que o cliente quer um orçamento. Uma pessoa faz o orçamento: esta ferramenta não sabe preços.',
		create_company: 'Guarda a empresa do cliente pelo CNPJ. Uma empresa que já é conhecida passa a ser a do cliente.',
		store_deal: 'Guarda o número da oportunidade que o CRM devolveu para o cliente.',
		name: 'O nome que o cliente informou.',
		phone: 'Um telefone com DDD, se não é aquele de onde ele escreve.',
		email: 'O e-mail do cliente.',
		city: 'Cidade, sem o estado.',
		state: 'O estado brasileiro, pela sigla de duas letras.',
		temperature: 'Quão provável é que ele compre.',
		summary: 'O resumo estruturado para a pessoa que continua.',
		product: 'A máquina, pelo nome ou modelo.',
		need: 'Para que serve, nas palavras do cliente.',
		cnpj: 'O CNPJ, como o cliente escreveu.',
		companyName: 'O nome da empresa.',
	},
};

type Work = (
	store: LeadStore,
	contact: string,
	input: Record<string, unknown>,
	context: ToolContext & { phone?: string },
) => Promise<object>;

interface LeadTool {
	write: (words: LeadWords) => JsonSchema;
	work: Work;
}

/** Finds the phone number of a person whose name is not one, such as a contact of a channel; undefined if nothing proves one. */
type FindPhone = (person: string) => Promise<string | undefined>;

/** For the lead who writes. The host names them: no text can choose another lead. */
export function createLeadTools(names: readonly LeadToolName[], store: LeadStore, findPhone: FindPhone = async () => undefined): Tool[] {
	return names.map((name) => {
		const { write, work } = leadTools[name];
		const describe = (language: Language) => ({
			description: leadWords[language][name],
			parameters: { ...write(leadWords[language]), additionalProperties: false },
		});
		const effect = effectOfLeadTool(name);
		const call = (input: Record<string, unknown>, context: ToolContext) => perform({ work, effect, findPhone }, store, input, context);
		return { name, ...describe('en'), inLanguage: describe, source: 'definition', effect, tellsNobody: true, call };
	});
}

const nobody: Record<Language, string> = {
	en: 'Nothing was done: this run does not say whose conversation it is.',
	pt: 'Nada foi feito: esta execução não diz de quem é a conversa.',
};

async function perform(
	{ work, effect, findPhone }: Pick<LeadTool, 'work'> & Pick<Tool, 'effect'> & { findPhone: FindPhone },
	store: LeadStore,
	input: Record<string, unknown>,
	context: ToolContext,
): Promise<ToolResult> {
	const { person, signal, promptLanguage = 'en' } = context;
	if (person === undefined) return { kind: 'error', text: nobody[promptLanguage] };
	const { contact, phone } = await readContact(person);
	const number = phone ?? (await findPhone(person));
	try {
		const result = await work(store, contact, input, { ...context, ...(number !== undefined && { phone: number }) });
		// A named phone number precedes the sender's.
		if (number !== undefined && effect !== 'reads') await store.addPhone(contact, number, signal);
		return { kind: 'ok', text: JSON.stringify(result) };
	} catch (error) {
		if (error instanceof LeadValueError) return { kind: 'error', text: error.tell(promptLanguage) };
		throw error;
	}
}

const text = (description: string, maxLength: number): JsonSchema => ({ type: 'string', description, minLength: 1, maxLength });
const writePlace = ({ city, state }: LeadWords) => ({ city: text(city, 200), state: text(state, 20) });

const leadTools: Record<LeadToolName, LeadTool> = {
	read_lead: {
		write: () => ({ type: 'object', properties: {} }),
		async work(store, contact, _input, { signal, phone: writesFrom = null }) {
			const lead = await store.findLead(contact, signal);
			const { name = null, phone = writesFrom, email = null, city: where = null, state: uf = null, temperature = null } = lead ?? {};
			const fields = Object.entries({ name, phone, email, city: where, state: uf, temperature });
			return {
				known: Object.fromEntries(fields.filter(([, value]) => value !== null)),
				hasCompany: Boolean(lead?.companyId),
				// A temperature is judged, not asked for.
				missing: fields.flatMap(([field, value]) => (value === null && field !== 'temperature' ? [field] : [])),
			};
		},
	},
	update_lead: {
		write: (words) => ({
			type: 'object',
			minProperties: 1,
			properties: {
				name: text(words.name, 200),
				phone: text(words.phone, 40),
				email: text(words.email, 254),
				...writePlace(words),
				temperature: { enum: temperatures, description: words.temperature },
				summary: text(words.summary, 8_000),
			},
		}),
		async work(store, contact, input, { signal, idempotencyKey }) {
			const fields = await readFields(input);
			await store.saveLead(contact, fields, signal);
			const { temperature } = fields;
			const data = { fields: Object.keys(fields), ...(temperature && { temperature }) };
			await store.appendEvent(contact, { key: idempotencyKey, type: 'lead.updated', data }, signal);
			return { stored: Object.keys(fields) };
		},
	},
	create_budget: {
		write: (words) => ({
			type: 'object',
			required: ['product'],
			properties: {
				product: text(words.product, 200),
				quantity: { type: 'integer', minimum: 1, maximum: 1_000_000 },
				need: text(words.need, 4_000),
			},
		}),
		async work(store, contact, input, { signal, idempotencyKey }) {
			const budget = await store.createBudget(contact, idempotencyKey, readBudget(input), signal);
			const data = { budget: budget.id };
			await store.appendEvent(contact, { key: idempotencyKey, type: 'budget.created', data }, signal);
			return { stored: 'budget', product: budget.product, quantity: budget.quantity };
		},
	},
	create_company: {
		write: (words) => ({
			type: 'object',
			required: ['cnpj', 'name'],
			properties: { cnpj: text(words.cnpj, 40), name: text(words.companyName, 200), ...writePlace(words) },
		}),
		async work(store, contact, input, { signal, idempotencyKey }) {
			const { company, isNew } = await store.saveCompany(contact, readCompany(input), signal);
			const data = { company: company.id };
			await store.appendEvent(contact, { key: idempotencyKey, type: isNew ? 'company.created' : 'company.known', data }, signal);
			return { stored: 'company', wasKnown: !isNew };
		},
	},
	store_deal: {
		write: () => ({ type: 'object', required: ['deal'], properties: { deal: { type: 'integer', minimum: 1 } } }),
		async work(store, contact, input, { signal, idempotencyKey }) {
			const deal = readDeal(input);
			await store.storeDeal(contact, deal, signal);
			await store.appendEvent(contact, { key: idempotencyKey, type: 'deal.stored', data: { deal } }, signal);
			return { stored: 'deal', deal };
		},
	},
};
