import type { CompanyFields, NoteTarget, Stored } from '../ports/crm';
import type { Lead, LeadSettings, OpenRequests, RecordedContact, RecordedLead, RecordedStep } from './lead';

/** What hosts ask of a CRM. */
export type CrmTask =
	| { operation: 'recordLead'; lead: Lead; settings: LeadSettings }
	/** Creates the company and the person only. */
	| { operation: 'recordContact'; lead: Lead }
	/** Finds what the lead asks for since its last deal was closed. */
	| { operation: 'findRequests'; lead: Lead }
	| { operation: 'findCompany'; cnpj: string }
	| { operation: 'addNote'; leadId: string; on: NoteTarget; text: string };

export const crmOperations = ['recordLead', 'recordContact', 'findRequests', 'findCompany', 'addNote'] as const satisfies ReadonlyArray<
	CrmTask['operation']
>;

export type CrmResult =
	| ({ operation: 'recordLead' } & RecordedLead)
	| ({ operation: 'recordContact' } & RecordedContact)
	| ({ operation: 'findRequests' } & OpenRequests)
	| { operation: 'findCompany'; company: Stored<CompanyFields> | null }
	| { operation: 'addNote'; note: Omit<RecordedStep, 'changed'> };
