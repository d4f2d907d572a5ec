import type { Language } from '../../base/text/languages';

/** LGPD art. 7 and GDPR art. 6. The last three are of the LGPD alone. */
export const legalBases = [
	'consent',
	'contract',
	'legal-obligation',
	'legitimate-interest',
	'vital-interests',
	'public-task',
	'research',
	'legal-claims',
	'health-protection',
	'credit-protection',
] as const;

export type LegalBasis = (typeof legalBases)[number];

/** Consent is withdrawn, and a legitimate interest is objected to (LGPD art. 8 § 5 and 18, GDPR art. 7 and 21). */
export const endedByOptOut: readonly LegalBasis[] = ['consent', 'legitimate-interest'];

export const consentWays = ['message', 'form', 'spoken', 'paper', 'import', 'other'] as const;

/** Named by the tenant, such as service, follow-up, marketing or profiling. */
export const purposeForm = '^[a-z0-9][a-z0-9-]{0,39}$';

/** For tenants without own names. */
export const usualPurposes = ['service', 'follow-up', 'marketing', 'profiling'];

interface ConsentProof {
	way: (typeof consentWays)[number];
	/** The id of a message, the address of a form, the number of a document. */
	reference?: string;
	textVersion?: string;
	/** SHA-256 of that text, as hexadecimal digits. */
	textHash?: string;
}

export interface NewConsent extends ConsentProof {
	purpose: string;
	basis: LegalBasis;
	/** In milliseconds since the epoch; a future time becomes now. */
	at?: number;
	/** Time of its automatic end. */
	until?: number;
	by: string;
}

interface ConsentWithdrawal extends Pick<ConsentProof, 'way' | 'reference'> {
	purpose: string;
	at?: number;
	by: string;
	reason: string;
}

/** The last act of a purpose counts, by its time. */
export interface ContactConsent {
	id: string;
	purpose: string;
	act: 'granted' | 'withdrawn';
	/** Null for a withdrawal. */
	basis: LegalBasis | null;
	/** Milliseconds since the epoch. */
	at: number;
	recordedAt: number;
	by: string;
	way: ConsentProof['way'];
	reference: string | null;
	textVersion: string | null;
	textHash: string | null;
	until: number | null;
	reason: string | null;
	isInForce: boolean;
	endedBy: string | null;
}

export interface ConsentCount {
	purpose: string;
	basis: LegalBasis;
	contacts: number;
}

export interface ContactConsents {
	/** @returns false if it has ended, or after a later withdrawal or opt-out; undefined without such a contact */
	grantConsent(tenant: string, contact: string, consent: NewConsent): Promise<{ id: string; isInForce: boolean } | undefined>;
	/**
	 * Pending messages that need it are not sent. @returns whether a basis was in force before, and whether one still is, such as a later one;
	 * undefined without such a contact
	 */
	withdrawConsent(
		tenant: string,
		contact: string,
		withdrawal: ConsentWithdrawal,
	): Promise<{ id: string; wasInForce: boolean; isInForce: boolean } | undefined>;
	/** Includes merged contacts, newest first. @param before the place after which the list goes on */
	listConsents(tenant: string, contact: string, limit: number, before?: readonly [number, string]): Promise<ContactConsent[]>;
	listPurposes(tenant: string): Promise<string[]>;
	countConsents(tenant: string): Promise<ConsentCount[]>;
}

/** A channel or tenant can demand a basis for these. Answers to customers need none. */
const demandingKinds = ['follow-ups', 'templates', 'first-messages'] as const;

export interface BasisDemand {
	kind: (typeof demandingKinds)[number];
	purpose: string;
	/** Undefined: any. */
	basis?: LegalBasis;
}

/** `follow-ups marketing`, `templates marketing consent`. */
export const basisDemandForm = `^(?:${demandingKinds.join('|')}) ${purposeForm.slice(1, -1)}(?: (?:${legalBases.join('|')}))?$`;

export const maxBasisDemands = 20;

export function explainBasisDemand(demand: string): string | undefined {
	if (new RegExp(basisDemandForm).test(demand)) return undefined;
	const [kind = '', purpose, basis, ...more] = demand.slice(0, 200).split(' ');
	const quote = JSON.stringify;
	if (!(demandingKinds as readonly string[]).includes(kind)) return `${quote(kind)} is not one of ${demandingKinds.join(', ')}`;
	if (purpose === undefined || purpose === '') return `no purpose follows ${quote(kind)}`;
	if (!new RegExp(purposeForm).test(purpose)) return `${quote(purpose)} is not a purpose, of small letters, digits and hyphens, at most 40`;
	if (basis !== undefined && !(legalBases as readonly string[]).includes(basis))
		return `${quote(basis)} is not one of ${legalBases.join(', ')}`;
	return `${quote(more.join(' '))} follows the basis`;
}

/** @param demand as in `basisDemandForm` */
export function readBasisDemand(demand: string): BasisDemand {
	const [kind, purpose, basis] = demand.split(' ') as [BasisDemand['kind'], string, LegalBasis?];
	return { kind, purpose, ...(basis !== undefined && { basis }) };
}

export const describeMissingBasis = ({ purpose, basis }: Pick<BasisDemand, 'purpose' | 'basis'>, language: Language = 'en'): string =>
	({
		en: `no ${basis ?? 'legal basis'} for the purpose "${purpose}" is in force for the contact`,
		pt: `não há base legal${basis === undefined ? '' : ` (${basis})`} em vigor do contato para a finalidade "${purpose}"`,
	})[language];

const missingForm = /^no (\S+|legal basis) for the purpose "([^"]*)" is (?:recorded|in force) for the contact$/;

/** Parses the English text of `describeMissingBasis` in a contact's log; undefined for another text. */
export function readMissingBasis(text: string): Pick<BasisDemand, 'purpose' | 'basis'> | undefined {
	const [, written, purpose] = missingForm.exec(text) ?? [];
	if (purpose === undefined) return undefined;
	const basis = legalBases.find((one) => one === written);
	return { purpose, ...(basis !== undefined && { basis }) };
}
