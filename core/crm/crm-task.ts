import type { CompanyFields, NoteTarget, Stored } from '../ports/crm';
import type { Lead, LeadSettings, OpenRequests, RecordedContact, RecordedLead, RecordedStep } from './lead';

export type CrmTask =
	| { operation: 'recordLead'; lead: Lead; settings: LeadSettings }
	| { operation: 'recordContact'; lead: Lead }
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
