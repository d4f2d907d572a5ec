import type { Language } from '../../base/text/languages';
import type { ContactConsents } from './contact-consents';

export type Right = 'opt-out' | 'opt-in' | 'wrong-number' | 'erasure' | 'access';

/** An opt-out is open while it is in force, a request about data until somebody has seen to it. */
export interface ContactRequest {
	/** Shown to the contact: `2026-11-28-7F3K`. */
	protocol: string;
	/** `restriction`: a person of the company decided that the data is kept and not used. */
	kind: Exclude<Right, 'opt-in'> | 'restriction' | (typeof notedKinds)[number];
	/** Null for a forgotten contact. */
	contact: string | null;
	channel: string | null;
	conversation: string | null;
	/** Milliseconds since the epoch. */
	at: number;
	/** `contact`, `provider` for one who blocked us, or `user:ana`. */
	by: string;
	extendedAt: number | null;
	extensionReason: string | null;
	/** First moment after the day of the extension or, once settled, after its last day. Null: the legal time. */
	dueAt: number | null;
	settledAt: number | null;
	settledBy: string | null;
	outcome: string | null;
	isRefused: boolean;
}

/** Noted by people: LGPD art. 18 III, V, IX, § 2 and art. 20; GDPR art. 7(3), 16, 20, 21 and 22. */
const notedKinds = ['rectification', 'portability', 'objection', 'consent-withdrawal', 'decision-review'] as const;

export const answeredKinds = ['access', 'erasure', ...notedKinds] as const satisfies ReadonlyArray<ContactRequest['kind']>;
export const dataRequestKinds = [...answeredKinds, 'restriction'] as const;

export interface RestrictionAct {
	by: string;
	reason: string;
	language: Language;
}

export type WaitingRequest = ContactRequest & { tenant: string };

export interface ContactRights extends ContactConsents {
	/** Also true for a forgotten contact who writes again. */
	isOptedOut(tenant: string, contact: string): Promise<boolean>;
	/** Withdraws pending messages and blocks later ones. @returns the protocol; undefined without such a contact, or if already opted out */
	optOut(tenant: string, contact: string, by: string): Promise<string | undefined>;
	/** @returns whether it was opted out */
	optIn(tenant: string, contact: string, act: { by: string; reason: string }): Promise<boolean>;
	/** Protocol of a restriction in force: the data is kept, and no agent reads it. */
	findRestriction(tenant: string, contact: string): Promise<string | undefined>;
	/** Tells the desks. @returns the protocol; undefined without such a contact, or if already restricted */
	restrict(tenant: string, contact: string, act: RestrictionAct): Promise<string | undefined>;
	/** An opt-out stays in force. @returns the protocol; undefined if nothing was restricted */
	liftRestriction(tenant: string, contact: string, act: RestrictionAct): Promise<string | undefined>;
	/** In force. @param tenant default: of all tenants */
	listRestrictions(tenant?: string): Promise<Array<{ tenant: string; contact: string; protocol: string }>>;
	/** Names whose data must not be removed by age, until the restriction ends. */
	keepNames(tenant: string, protocol: string, names: readonly string[]): Promise<void>;
	/** Newest first. @param filter `before`: protocol of the last one of the page before */
	list(
		tenant: string,
		filter: { kinds?: ReadonlyArray<ContactRequest['kind']>; contact?: string; isOpen?: true; before?: readonly [number, string] },
		limit: number,
	): Promise<ContactRequest[]>;
	find(tenant: string, protocol: string): Promise<ContactRequest | undefined>;
	/** Oldest first, at most 1,000. @param tenant default: of all tenants @param after the last one of the list before */
	listWaiting(tenant?: string, after?: WaitingRequest): Promise<WaitingRequest[]>;
	/**
	 * Notes a request by another way, such as mail. An open later one of its kind gets this time: the law counts from the first. @param request
	 * `at`: arrival, in milliseconds since the epoch @returns the protocol of the new or open request; undefined without such a contact
	 */
	request(
		tenant: string,
		contact: string,
		request: { kind: (typeof answeredKinds)[number]; by: string; at: number },
	): Promise<{ protocol: string; isNew: boolean } | undefined>;
	/** Extends an open request once. @param act `dueAt`: the first moment after its new time @returns whether there was one */
	extend(tenant: string, protocol: string, act: { by: string; reason: string; dueAt: number }): Promise<boolean>;
	/**
	 * Notes the result. @param act `dueAt`: the first moment after its last day: law and time zone of now count, whatever the tenant has later
	 * @returns whether there was an open one
	 */
	settle(
		tenant: string,
		protocol: string,
		act: { by: string; outcome: string; isRefused?: boolean; dueAt?: number | null },
	): Promise<boolean>;
}
