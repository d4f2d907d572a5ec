/** A CRM that numbers cities finds the number. */
export interface CrmCity {
	name: string;
	/** Two letters: `PR`. */
	state: string;
}

export interface CompanyFields {
	name: string;
	/** Fourteen digits and capital letters. */
	cnpj?: string;
	legalName?: string;
	email?: string;
	/** E.164. */
	phone?: string;
	website?: string;
	city?: CrmCity;
	/** By id of the CRM's own fields. */
	custom?: Record<string, string>;
	/** Our name of the company: id of the lead that it was created for. */
	externalCode?: string;
}

export interface PersonFields {
	name: string;
	email?: string;
	/** E.164. */
	phone?: string;
	jobTitle?: string;
	city?: CrmCity;
	custom?: Record<string, string>;
	companyId?: string;
	externalCode?: string;
}

export const temperatures = ['cold', 'warm', 'hot'] as const;
export type Temperature = (typeof temperatures)[number];

export interface DealFields {
	title: string;
	pipeline?: string;
	stage?: string;
	origin?: string;
	owner?: string;
	value?: number;
	temperature?: Temperature;
	custom?: Record<string, string>;
	companyId?: string;
	personId?: string;
	externalCode?: string;
}

/** Unset fields are not stored, or not reported. */
export type Stored<Fields> = Partial<Fields> & { id: string };
/** With all addresses and numbers, the main ones first. */
export type StoredPerson = Stored<PersonFields> & { emails: string[]; phones: string[] };
export type StoredDeal = Stored<DealFields> & {
	closed?: 'won' | 'lost';
	/** Milliseconds since the epoch, if the CRM tells it. */
	closedAt?: number;
};

export interface CompanyKey {
	cnpj?: string;
	externalCode?: string;
}

export type PersonKey = Pick<PersonFields, 'name' | 'email' | 'phone' | 'companyId' | 'externalCode'>;

/** By code. CRMs without such a search look among the deals of the company or person. */
type DealKey = Pick<DealFields, 'companyId' | 'personId'> & { externalCode: string };

export interface CrmTable<Fields, Record extends { id: string }, Key> {
	/** Undefined if it was deleted. */
	get(id: string, signal: AbortSignal): Promise<Record | undefined>;
	/** The oldest of several. */
	find(key: Key, signal: AbortSignal): Promise<Record | undefined>;
	/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN if it may have been created */
	create(fields: Fields, signal: AbortSignal): Promise<string>;
	update(id: string, changes: Partial<Fields>, signal: AbortSignal): Promise<void>;
}

interface ListedPeople {
	people: StoredPerson[];
	isWhole: boolean;
}

/** `core/crm` judges identity, in the same way for all CRMs. */
export interface CrmPeople extends Omit<CrmTable<PersonFields, StoredPerson, PersonKey>, 'find'> {
	list(key: PersonKey, signal: AbortSignal): Promise<ListedPeople>;
	/** If the API removes nobody, empties the record and names it `erasedName`. Idempotent. */
	remove(id: string, signal: AbortSignal): Promise<void>;
}

/** Fills mandatory names and texts of a CRM. */
export const erasedName = 'Apagado a pedido da pessoa';

/**
 * `other-name`: same number or address. `shared-contact`: same mailbox or number of a company, and a similar name. `same-name`: in the company, or a
 * similar one with nothing against it. `also-fits`: another record of the person. `without-number`: a company that was created before its CNPJ was
 * known. `too-many-people`: the company has more people than the CRM lists.
 */
export type DoubtReason = 'other-name' | 'shared-contact' | 'same-name' | 'also-fits' | 'without-number' | 'too-many-people';

/** May be the same person or company as the recorded one; a person decides. */
export interface Doubt {
	kind: 'person' | 'company';
	id: string;
	because: DoubtReason;
}

export interface CrmDeals extends CrmTable<DealFields, StoredDeal, DealKey> {
	/** At most 500 ids. */
	listOf(personId: string, signal: AbortSignal): Promise<string[]>;
}

export interface NoteTarget {
	kind: 'company' | 'person' | 'deal';
	id: string;
}

export interface CrmNotes {
	/** @param mark a part of its text @returns the id */
	find(on: NoteTarget, mark: string, signal: AbortSignal): Promise<string | undefined>;
	/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN if it may have been created */
	create(on: NoteTarget, text: string, signal: AbortSignal): Promise<string>;
	/** For notes that `isOwn`. Idempotent. */
	empty(on: NoteTarget, isOwn: (text: string) => boolean, signal: AbortSignal): Promise<void>;
}

export interface CrmChoice {
	id: string;
	name: string;
}

export interface CrmChoices {
	pipelines: Array<CrmChoice & { stages: CrmChoice[] }>;
	origins: CrmChoice[];
	owners: CrmChoice[];
}

/**
 * @throws TroupeError from all calls: CRM_REFUSED; CRM_RATE_LIMITED and CRM_UNREACHABLE, retryable, after which nothing was written;
 * CRM_CIRCUIT_OPEN, retryable; CREDENTIAL_INVALID for an account that it does not accept
 */
export interface Crm {
	/** For messages: `PipeRun`. */
	readonly name: string;
	readonly dealNeeds: ReadonlyArray<'pipeline' | 'stage'>;
	/** Each e-mail address belongs to one person, of one or several companies; otherwise a person has a single company. */
	readonly hasUniqueAddresses: boolean;
	readonly companies: CrmTable<CompanyFields, Stored<CompanyFields>, CompanyKey>;
	readonly people: CrmPeople;
	readonly deals: CrmDeals;
	readonly notes: CrmNotes;
	/** Idempotent. */
	relate(personId: string, companyId: string, signal: AbortSignal): Promise<void>;
	/** Pipelines, stages, origins and owners; also shows that the account works. */
	listChoices(signal: AbortSignal): Promise<CrmChoices>;
}
