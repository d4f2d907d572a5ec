import type { Language } from '../../base/text/languages';
import type { ContactConsents } from './contact-consents';

/** What a customer can demand of everybody who writes to them or stores their data. */
export type Right = 'opt-out' | 'opt-in' | 'wrong-number' | 'erasure' | 'access';

/** What a contact demanded, or a person for them. An opt-out is open as long as it is in force, a request about data until somebody has seen to it. */
export interface ContactRequest {
	/** Names it to the contact: `2026-11-28-7F3K`. */
	protocol: string;
	/** `restriction`: a person of the company decided that the data is kept and not used. */
	kind: Exclude<Right, 'opt-in'> | 'restriction' | (typeof notedKinds)[number];
	/** Null once the contact was forgotten. */
	contact: string | null;
	channel: string | null;
	conversation: string | null;
	/** Milliseconds since the epoch. */
	at: number;
	/** `contact`, `provider` for one who blocked us, or `user:ana`. */
	by: string;
	/** When it was extended, and why. */
	extendedAt: number | null;
	extensionReason: string | null;
	/** The first moment after the day to which it was extended or, once it is settled, after its last day. Null: the time of the law counts. */
	dueAt: number | null;
	settledAt: number | null;
	settledBy: string | null;
	outcome: string | null;
	isRefused: boolean;
}

/** Requests that people note: LGPD art. 18 III, V, IX, § 2 and art. 20; GDPR art. 7(3), 16, 20, 21 and 22. */
const notedKinds = ['rectification', 'portability', 'objection', 'consent-withdrawal', 'decision-review'] as const;

/** Requests that have an answer within the time of the law. */
export const answeredKinds = ['access', 'erasure', ...notedKinds] as const satisfies ReadonlyArray<ContactRequest['kind']>;
/** Requests about data, for the register of them. */
export const dataRequestKinds = [...answeredKinds, 'restriction'] as const;

/** Author and reason of a restriction of a contact's data, for the log. */
export interface RestrictionAct {
	by: string;
	reason: string;
	/** That of the note at the desk. */
	language: Language;
}

/** A request that waits for an answer, of one of all tenants. */
export type WaitingRequest = ContactRequest & { tenant: string };

/** Who is not to be written to again, what was asked about data, and what may be done with it. */
export interface ContactRights extends ContactConsents {
	/** Holds also for a contact that was forgotten and writes again. */
	isOptedOut(tenant: string, contact: string): Promise<boolean>;
	/** Withdraws what waits to be sent, and lets nothing follow. @returns the protocol; undefined without such a contact, or if it is so already */
	optOut(tenant: string, contact: string, by: string): Promise<string | undefined>;
	/** @returns whether it was opted out */
	optIn(tenant: string, contact: string, act: { by: string; reason: string }): Promise<boolean>;
	/** Returns the protocol of a restriction in force: the contact's data is kept, and no agent reads it. */
	findRestriction(tenant: string, contact: string): Promise<string | undefined>;
	/** Restricts the processing of a contact's data, and tells the desks. @returns the protocol; undefined without such a contact, or if it is so already */
	restrict(tenant: string, contact: string, act: RestrictionAct): Promise<string | undefined>;
	/** Ends it. An opt-out of the contact holds on. @returns the protocol; undefined where nothing was restricted */
	liftRestriction(tenant: string, contact: string, act: RestrictionAct): Promise<string | undefined>;
	/** Lists the restrictions in force. @param tenant default: of all tenants */
	listRestrictions(tenant?: string): Promise<Array<{ tenant: string; contact: string; protocol: string }>>;
	/** Notes under which names what is stored of a restricted contact must not be removed by age. It ends with the restriction. */
	keepNames(tenant: string, protocol: string, names: readonly string[]): Promise<void>;
	/** Newest first. @param filter `before`: the protocol after which the list goes on */
	list(
		tenant: string,
		filter: { kinds?: ReadonlyArray<ContactRequest['kind']>; contact?: string; isOpen?: true; before?: readonly [number, string] },
		limit: number,
	): Promise<ContactRequest[]>;
	find(tenant: string, protocol: string): Promise<ContactRequest | undefined>;
	/** Lists the requests that wait for an answer, the oldest first, at most 1,000. @param tenant default: of all tenants @param after the last one of the list before */
	listWaiting(tenant?: string, after?: WaitingRequest): Promise<WaitingRequest[]>;
	/**
	 * Notes a request that came another way, such as by mail. An open one of the kind that came later gets this time: the law counts from the first.
	 * @param request `at`: when it came, in milliseconds since the epoch
	 * @returns its protocol, also that of an open one of the kind; undefined without such a contact
	 */
	request(
		tenant: string,
		contact: string,
		request: { kind: (typeof answeredKinds)[number]; by: string; at: number },
	): Promise<{ protocol: string; isNew: boolean } | undefined>;
	/** Gives an open request more time, once. @param act `dueAt`: the first moment after its new time @returns whether there was one */
	extend(tenant: string, protocol: string, act: { by: string; reason: string; dueAt: number }): Promise<boolean>;
	/**
	 * Notes what came of a request about data.
	 * @param act `dueAt`: the first moment after its last day: law and time zone of now count for it, whatever the tenant has later
	 * @returns whether there was an open one
	 */
	settle(
		tenant: string,
		protocol: string,
		act: { by: string; outcome: string; isRefused?: boolean; dueAt?: number | null },
	): Promise<boolean>;
}
