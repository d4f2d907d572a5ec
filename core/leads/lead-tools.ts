import type { JsonSchema, LeadStore, Tool, ToolContext, ToolResult } from '../ports';
import { effectOfLeadTool } from '../tools/effect';
import { readContact } from './read-contact';
import { LeadValueError, readBudget, readCompany, readDeal, readFields } from './read-arguments';

/** The tools by which an agent writes down its leads. */
export const leadToolNames = ['read_lead', 'update_lead', 'create_budget', 'create_company', 'store_deal'] as const;
export type LeadToolName = (typeof leadToolNames)[number];

/** What a tool does for the lead of the run. @returns JSON for the model */
type Work = (
	store: LeadStore,
	contact: string,
	input: Record<string, unknown>,
	context: ToolContext & { phone?: string },
) => Promise<object>;

interface LeadTool {
	description: string;
	parameters: JsonSchema;
	work: Work;
}

/** Finds the phone number of a person whose name is not one, such as a contact of a channel; undefined if nothing proves one. */
export type FindPhone = (person: string) => Promise<string | undefined>;

/** Creates tools for the lead who writes. The host says who that is, so that no text can make the agent read or change another lead. */
export function createLeadTools(names: readonly LeadToolName[], store: LeadStore, findPhone: FindPhone = async () => undefined): Tool[] {
	return names.map((name) => {
		const { description, parameters, work } = leadTools[name];
		const effect = effectOfLeadTool(name);
		const call = (input: Record<string, unknown>, context: ToolContext) => perform({ work, effect, findPhone }, store, input, context);
		return { name, description, parameters: { ...parameters, additionalProperties: false }, source: 'definition', effect, call };
	});
}

async function perform(
	{ work, effect, findPhone }: Pick<LeadTool, 'work'> & Pick<Tool, 'effect'> & { findPhone: FindPhone },
	store: LeadStore,
	input: Record<string, unknown>,
	context: ToolContext,
): Promise<ToolResult> {
	const { person, signal } = context;
	if (person === undefined) return { kind: 'error', text: 'Nothing was done: this run does not say whose conversation it is.' };
	const { contact, phone } = await readContact(person);
	// Before anything is stored, so that a fault leaves nothing half done.
	const number = phone ?? (await findPhone(person));
	try {
		const result = await work(store, contact, input, { ...context, ...(number !== undefined && { phone: number }) });
		// A phone number that somebody named takes precedence over the one that they write from.
		if (number !== undefined && effect !== 'reads') await store.addPhone(contact, number, signal);
		return { kind: 'ok', text: JSON.stringify(result) };
	} catch (error) {
		if (error instanceof LeadValueError) return { kind: 'error', text: `Nothing was stored: ${error.message}.` };
		throw error;
	}
}

const text = (description: string, maxLength: number): JsonSchema => ({ type: 'string', description, minLength: 1, maxLength });
const city = text('City, without the state.', 200);
const state = text('The two letters of the Brazilian state.', 20);

const leadTools: Record<LeadToolName, LeadTool> = {
	read_lead: {
		description: 'What is known of the customer who writes, and what is still missing. Ask for nothing that is known.',
		parameters: { type: 'object', properties: {} },
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
		description: 'Stores what the customer who writes said about themselves. Give only what is new or has changed.',
		parameters: {
			type: 'object',
			minProperties: 1,
			properties: {
				name: text('Their name.', 200),
				phone: text('A phone number with its area, if it is not the one they write from.', 40),
				email: text('Their e-mail address.', 254),
				city,
				state,
				temperature: { enum: ['cold', 'warm', 'hot'], description: 'How likely they are to buy.' },
				summary: text('The structured summary for the person who goes on.', 8_000),
			},
		},
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
		description: 'Stores what the customer wants a quotation for. A person writes the quotation: this tool knows no prices.',
		parameters: {
			type: 'object',
			required: ['product'],
			properties: {
				product: text('The machine, by its name or model.', 200),
				quantity: { type: 'integer', minimum: 1, maximum: 1_000_000 },
				need: text('What it is for, in the words of the customer.', 4_000),
			},
		},
		async work(store, contact, input, { signal, idempotencyKey }) {
			const budget = await store.createBudget(contact, idempotencyKey, readBudget(input), signal);
			const data = { budget: budget.id };
			await store.appendEvent(contact, { key: idempotencyKey, type: 'budget.created', data }, signal);
			return { stored: 'budget', product: budget.product, quantity: budget.quantity };
		},
	},
	create_company: {
		description: "Stores the company of the customer by its CNPJ. A company that is known already becomes the customer's.",
		parameters: {
			type: 'object',
			required: ['cnpj', 'name'],
			properties: { cnpj: text('The CNPJ, as the customer wrote it.', 40), name: text('The name of the company.', 200), city, state },
		},
		async work(store, contact, input, { signal, idempotencyKey }) {
			const { company, isNew } = await store.saveCompany(contact, readCompany(input), signal);
			const data = { company: company.id };
			await store.appendEvent(contact, { key: idempotencyKey, type: isNew ? 'company.created' : 'company.known', data }, signal);
			return { stored: 'company', wasKnown: !isNew };
		},
	},
	store_deal: {
		description: 'Stores the number of the opportunity that the CRM returned for the customer.',
		parameters: { type: 'object', required: ['deal'], properties: { deal: { type: 'integer', minimum: 1 } } },
		async work(store, contact, input, { signal, idempotencyKey }) {
			const deal = readDeal(input);
			await store.storeDeal(contact, deal, signal);
			await store.appendEvent(contact, { key: idempotencyKey, type: 'deal.stored', data: { deal } }, signal);
			return { stored: 'deal', deal };
		},
	},
};
