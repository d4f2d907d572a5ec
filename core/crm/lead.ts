import type { DealFacts } from '../ports/channels/conversation-deals';
import type { CompanyFields, DealFields, Doubt, PersonFields } from '../ports/crm';

/** Where deals of new leads go, as the CRM numbers it. */
export type DealPlace = Pick<DealFields, 'pipeline' | 'stage' | 'origin' | 'owner'>;

/** What is known of somebody who may buy, in the forms that are compared and stored. */
export interface Lead {
	/** Ours, and the same whenever the lead is recorded again. */
	id: string;
	company?: Omit<CompanyFields, 'externalCode'>;
	person?: Omit<PersonFields, 'externalCode' | 'companyId'>;
	deal: Pick<DealFields, 'value' | 'temperature' | 'custom'> & { title?: string };
	/** All that the lead ever asked for: what an earlier deal is about does not count for the next one. */
	requests?: LeadRequest[];
	/** The deal that the host remembers, for what this machine has forgotten. */
	knownDeal?: string;
	/** Answers of the lead, by the names that the template of the note uses. */
	details: Record<string, string>;
	summary?: string;
	/** A price that was told although the policy usually forbids it. */
	priceException?: { answer: string; reason?: string };
}

/** Something that a lead wants an offer for. */
export interface LeadRequest {
	/** The same whenever the lead is recorded again. */
	id: string;
	product: string;
	quantity?: number;
	/** What it is for. */
	need?: string;
	/** When the lead asked for it, in milliseconds since the epoch. */
	at?: number;
}

/** What a lead wants an offer for now. */
export interface OpenRequests {
	/** The newest deal of the lead. Null: none was recorded. */
	deal: { id: string; state: DealFacts['state'] } | null;
	requests: LeadRequest[];
	/** The requests in a line; null without one. */
	text: string | null;
}

export interface LeadSettings extends DealPlace {
	/** The text of the note; by default, a line for each thing that is known of a lead. */
	noteTemplate?: string;
}

export interface RecordedStep {
	id: string;
	isNew: boolean;
	/** Names of the fields that were updated. */
	changed: string[];
}

export interface RecordedContact {
	company: RecordedStep | null;
	person: RecordedStep | null;
	doubts: Doubt[];
}

export interface RecordedDeal extends RecordedStep {
	/** The closed deal after which the lead came back. */
	previous?: string;
}

export interface RecordedLead extends RecordedContact {
	deal: RecordedDeal;
	notes: Array<Omit<RecordedStep, 'changed'>>;
}
