import type { Temperature } from './crm';

/** What is known of a lead. Values are normal forms, as `core/leads/normalize-lead.ts` returns them. */
export interface LeadFields {
	name: string | null;
	/** E.164, with the ninth digit of Brazilian mobile numbers. */
	phone: string | null;
	/** In lower case. */
	email: string | null;
	city: string | null;
	/** Two capitals, such as `SP`. */
	state: string | null;
	temperature: Temperature | null;
	/** For the person who goes on with the lead. */
	summary: string | null;
}

/** Somebody who could buy. */
export interface Lead extends LeadFields {
	id: string;
	/** Who writes, by the host's name for them. A lead is found by it, and by nothing that somebody typed. */
	contact: string;
	companyId: string | null;
	/** The id of the opportunity in the CRM. */
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

/** What a lead wants a quotation for. */
export interface LeadBudget {
	id: string;
	leadId: string;
	product: string;
	quantity: number | null;
	/** What it is for, in the words of the lead. */
	need: string | null;
}

/** Something that happened to a lead. */
export interface LeadEvent {
	/** An event with a key that is stored already is not stored again. At most 200 characters. */
	key: string;
	/** Such as `budget.created`: `a-z0-9_.-`, at most 60 characters. */
	type: string;
	/** JSON of at most 16,384 bytes. Facts about the event, no personal data. */
	data: Record<string, unknown>;
}

/**
 * Leads of one team. Every call can be repeated: it does nothing a second time.
 * @throws TroupeError LEADS_UNREACHABLE, retryable; LEADS_REFUSED; INPUT_INVALID for a value that the store's constraints refuse
 */
export interface LeadStore {
	findLead(contact: string, signal: AbortSignal): Promise<Lead | undefined>;
	/** Creates the lead, or changes the fields that are given. */
	saveLead(contact: string, fields: Partial<LeadFields>, signal: AbortSignal): Promise<Lead>;
	/** Creates the lead with this phone number, or gives it to one that has none. */
	addPhone(contact: string, phone: string, signal: AbortSignal): Promise<void>;
	/** Finds the company by its CNPJ, else creates it, and makes it the lead's. What people changed in it stays. */
	saveCompany(contact: string, company: Omit<LeadCompany, 'id'>, signal: AbortSignal): Promise<{ company: LeadCompany; isNew: boolean }>;
	/** @param key the same for the same request, at most 200 characters */
	createBudget(contact: string, key: string, budget: Omit<LeadBudget, 'id' | 'leadId'>, signal: AbortSignal): Promise<LeadBudget>;
	/** @throws also TroupeError STATE_CONFLICT if the lead has another deal already */
	storeDeal(contact: string, dealId: number, signal: AbortSignal): Promise<Lead>;
	appendEvent(contact: string, event: LeadEvent, signal: AbortSignal): Promise<void>;
	/** Removes the lead with its budgets and events. The company stays. @returns whether there was one */
	forget(contact: string, signal: AbortSignal): Promise<boolean>;
}
