import type { DealFacts } from '../ports/channels/conversation-deals';
import type { CompanyFields, DealFields, Doubt, PersonFields } from '../ports/crm';

type DealPlace = Pick<DealFields, 'pipeline' | 'stage' | 'origin' | 'owner'>;

export interface Lead {
	/** Ours; stable over repeated recordings. */
	id: string;
	company?: Omit<CompanyFields, 'externalCode'>;
	person?: Omit<PersonFields, 'externalCode' | 'companyId'>;
	deal: Pick<DealFields, 'value' | 'temperature' | 'custom'> & { title?: string };
	/** All requests ever: those of earlier deals do not count for the next one. */
	requests?: LeadRequest[];
	/** The host's memory of the deal, for what this machine forgot. */
	knownDeal?: string;
	details: Record<string, string>;
	summary?: string;
	/** A price told although the policy usually forbids it. */
	priceException?: { answer: string; reason?: string };
}

export interface LeadRequest {
	/** Stable over repeated recordings. */
	id: string;
	product: string;
	quantity?: number;
	need?: string;
	/** Milliseconds since the epoch. */
	at?: number;
}

export interface OpenRequests {
	/** The lead's newest deal. Null: none was recorded. */
	deal: { id: string; state: DealFacts['state'] } | null;
	requests: LeadRequest[];
	text: string | null;
}

export interface LeadSettings extends DealPlace {
	/** Default: a line for each known fact. */
	noteTemplate?: string;
}

export interface RecordedStep {
	id: string;
	isNew: boolean;
	changed: string[];
}

export interface RecordedContact {
	company: RecordedStep | null;
	person: RecordedStep | null;
	doubts: Doubt[];
}

export interface RecordedDeal extends RecordedStep {
	previous?: string;
}

export interface RecordedLead extends RecordedContact {
	deal: RecordedDeal;
	notes: Array<Omit<RecordedStep, 'changed'>>;
}
