/** A city as people name it; a CRM that numbers cities finds the number by itself. */
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
	/** Values of the CRM's own fields, by their ids. */
	custom?: Record<string, string>;
	/** Names the company for us: the id of the lead that it was created for. */
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

/** How likely a lead is to buy. */
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

/** A stored record: what is not set is not stored, or not told. */
export type Stored<Fields> = Partial<Fields> & { id: string };
/** With all addresses and numbers of the person, the main ones first. */
export type StoredPerson = Stored<PersonFields> & { emails: string[]; phones: string[] };
export type StoredDeal = Stored<DealFields> & {
	closed?: 'won' | 'lost';
	/** When it was won or lost, in milliseconds since the epoch, if the CRM tells it. */
	closedAt?: number;
};

export interface CompanyKey {
	cnpj?: string;
	externalCode?: string;
}

/** What is known of a person who is looked for. */
export type PersonKey = Pick<PersonFields, 'name' | 'email' | 'phone' | 'companyId' | 'externalCode'>;

/** By the code. CRMs that cannot search for it look among the deals of the company or the person. */
export type DealKey = Pick<DealFields, 'companyId' | 'personId'> & { externalCode: string };

/** The records of a kind. */
export interface CrmTable<Fields, Record extends { id: string }, Key> {
	/** Undefined if it was deleted. */
	get(id: string, signal: AbortSignal): Promise<Record | undefined>;
	/** The oldest of several. */
	find(key: Key, signal: AbortSignal): Promise<Record | undefined>;
	/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN if it may have been created */
	create(fields: Fields, signal: AbortSignal): Promise<string>;
	update(id: string, changes: Partial<Fields>, signal: AbortSignal): Promise<void>;
}

/** People who may be the one that is looked for. */
export interface ListedPeople {
	people: StoredPerson[];
	/** False if the CRM has more of them than it lists. */
	isWhole: boolean;
}

/** Who is the same person is judged by `core/crm`, in the same way for all CRMs. */
export interface CrmPeople extends Omit<CrmTable<PersonFields, StoredPerson, PersonKey>, 'find'> {
	/** Lists those of the company; without one, those that the CRM can find by name, number or address. */
	list(key: PersonKey, signal: AbortSignal): Promise<ListedPeople>;
	/** Removes a person for good; where the API removes nobody, empties the record and gives it the name `erasedName`. Repeating it changes nothing. */
	remove(id: string, signal: AbortSignal): Promise<void>;
}

/** Stands where a CRM demands a name or a text, for those who read it there. */
export const erasedName = 'Apagado a pedido da pessoa';

/**
 * `other-name`: same number or address. `shared-contact`: same mailbox or number of a company, and a similar name. `same-name`: in the company, or a
 * similar one with nothing against it. `also-fits`: another record of the person. `without-number`: a company that was created before its CNPJ was
 * known. `too-many-people`: the company has more people than the CRM lists.
 */
export type DoubtReason = 'other-name' | 'shared-contact' | 'same-name' | 'also-fits' | 'without-number' | 'too-many-people';

/** A record that may stand for the same person or company as the one that was recorded; a person decides. */
export interface Doubt {
	kind: 'person' | 'company';
	id: string;
	because: DoubtReason;
}

export interface CrmDeals extends CrmTable<DealFields, StoredDeal, DealKey> {
	/** Lists the ids of a person's deals, at most 500. */
	listOf(personId: string, signal: AbortSignal): Promise<string[]>;
}

/** The record that a note belongs to. */
export interface NoteTarget {
	kind: 'company' | 'person' | 'deal';
	id: string;
}

export interface CrmNotes {
	/** @param mark a part of its text @returns the id */
	find(on: NoteTarget, mark: string, signal: AbortSignal): Promise<string | undefined>;
	/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN if it may have been created */
	create(on: NoteTarget, text: string, signal: AbortSignal): Promise<string>;
	/** Replaces the texts of the record's notes that `isOwn`. Repeating it changes nothing. */
	empty(on: NoteTarget, isOwn: (text: string) => boolean, signal: AbortSignal): Promise<void>;
}

export interface CrmChoice {
	id: string;
	name: string;
}

/** What settings can name. */
export interface CrmChoices {
	/** `isClosed`: the stage of deals that were won or lost. */
	pipelines: Array<CrmChoice & { stages: Array<CrmChoice & { isClosed?: true }> }>;
	origins: CrmChoice[];
	owners: CrmChoice[];
}

/**
 * A system that stores companies, people and deals.
 * @throws TroupeError from all calls: CRM_REFUSED; CRM_RATE_LIMITED and CRM_UNREACHABLE, retryable, after which nothing was written;
 * CRM_CIRCUIT_OPEN, retryable; CREDENTIAL_INVALID for an account that it does not accept
 */
export interface Crm {
	/** For messages: `PipeRun`. */
	readonly name: string;
	/** What a new deal cannot be without. */
	readonly dealNeeds: ReadonlyArray<'pipeline' | 'stage'>;
	/** Each e-mail address belongs to one person, who can be one of several companies; otherwise a person is one of a single company. */
	readonly hasUniqueAddresses: boolean;
	readonly companies: CrmTable<CompanyFields, Stored<CompanyFields>, CompanyKey>;
	readonly people: CrmPeople;
	readonly deals: CrmDeals;
	readonly notes: CrmNotes;
	/** Makes a person one of a company's. Repeating it changes nothing. */
	relate(personId: string, companyId: string, signal: AbortSignal): Promise<void>;
	/** Lists pipelines, stages, origins and owners; also shows that the account works. */
	listChoices(signal: AbortSignal): Promise<CrmChoices>;
}
