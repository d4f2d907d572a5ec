import type { Temperature } from './crm';

/** Normal forms of `core/leads/normalize-lead.ts`. */
export interface LeadFields {
	name: string | null;
	/** E.164, with the ninth digit of Brazilian mobiles. */
	phone: string | null;
	/** In lower case. */
	email: string | null;
	city: string | null;
	/** Two capitals, such as `SP`. */
	state: string | null;
	temperature: Temperature | null;
	summary: string | null;
}

export interface Lead extends LeadFields {
	id: string;
	/** The host's name of the writer. Finds the lead; typed text never does. */
	contact: string;
	companyId: string | null;
	dealId: number | null;
}

export interface LeadCompany {
	id: string;
	/** 14 characters: digits and, as of July 2026, capitals. */
	cnpj: string;
	name: string;
	city: string | null;
	state: string | null;
}

export interface LeadBudget {
	id: string;
	leadId: string;
	product: string;
	quantity: number | null;
	need: string | null;
}

export interface LeadEvent {
	/** A stored key is not stored again. At most 200 characters. */
	key: string;
	/** Such as `budget.created`: `a-z0-9_.-`, at most 60 characters. */
	type: string;
	/** At most 16,384 bytes of JSON. Facts, no personal data. */
	data: Record<string, unknown>;
}

/**
 * Leads of one team. Every call can be repeated: it does nothing a second time.
 * @throws TroupeError LEADS_UNREACHABLE, retryable; LEADS_REFUSED; INPUT_INVALID for a value that the store's constraints refuse
 */
export interface LeadStore {
	findLead(contact: string, signal: AbortSignal): Promise<Lead | undefined>;
	/** Creates the lead if necessary; changes only the given fields. */
	saveLead(contact: string, fields: Partial<LeadFields>, signal: AbortSignal): Promise<Lead>;
	/** Creates the lead, or fills a missing phone number. */
	addPhone(contact: string, phone: string, signal: AbortSignal): Promise<void>;
	/** Found by CNPJ, else created, and linked to the lead. Changes of people stay. */
	saveCompany(contact: string, company: Omit<LeadCompany, 'id'>, signal: AbortSignal): Promise<{ company: LeadCompany; isNew: boolean }>;
	/** @param key equal for the same request, at most 200 characters */
	createBudget(contact: string, key: string, budget: Omit<LeadBudget, 'id' | 'leadId'>, signal: AbortSignal): Promise<LeadBudget>;
	/** @throws also TroupeError STATE_CONFLICT if the lead has another deal already */
	storeDeal(contact: string, dealId: number, signal: AbortSignal): Promise<Lead>;
	appendEvent(contact: string, event: LeadEvent, signal: AbortSignal): Promise<void>;
	/** With its budgets and events. The company stays. @returns whether there was one */
	forget(contact: string, signal: AbortSignal): Promise<boolean>;
}
