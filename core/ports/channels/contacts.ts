import type { AliasClaim } from './channel-events';

/** A person who writes to us, whatever a provider calls them. */
export interface Contact {
	id: string;
	/** As the person or a provider wrote it, until a person corrects it. */
	name: string | null;
	/** The person's company; only where a person wrote it. */
	company?: string;
	aliases: Alias[];
	/** Milliseconds since the epoch. */
	createdAt: number;
}

export interface Alias extends Omit<AliasClaim, 'kind'> {
	kind: string;
	/** Milliseconds since the epoch. */
	since: number;
}

/** Fields of a contact that people can correct. */
export const correctableFields = ['name', 'email', 'phone', 'company'] as const;
export type CorrectableField = (typeof correctableFields)[number];

export interface Correction extends Partial<Record<CorrectableField, string>> {
	/** Names that people typed and that are wrong. */
	remove?: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>;
}

/** `alias`: a name was removed. Null: nothing. */
export interface Corrected {
	field: CorrectableField | 'alias';
	from: string | null;
	to: string | null;
}

/**
 * `taken`: another contact has the address or number. `proven`: the provider says that it is theirs, so it is not wrong. `missing`: the contact does not
 * have the name to remove.
 */
export type CorrectionOutcome =
	| { kind: 'done'; changes: Corrected[] }
	| { kind: 'unknown' }
	| { kind: 'taken'; field: 'email' | 'phone'; contact: string }
	| { kind: 'proven' | 'missing'; alias: Pick<Alias, 'kind' | 'value'> };

type RightChange = 'opted-out' | 'opted-in' | 'data-request' | 'restricted' | 'restriction-lifted';

/** A change of a contact or of who answers its conversations, for the log. */
export interface ContactChange {
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	kind:
		| 'alias'
		| 'alias-moved'
		| 'merged'
		| 'split'
		| 'mode'
		| 'command-refused'
		| 'escalated'
		| 'turn-dead'
		| 'left'
		| 'no-follow-up'
		| 'no-basis'
		| 'name'
		| 'flood'
		| 'rectified'
		| RightChange;
	/** `user:ana`, `writer:7`, `agent`, or the event that proved it. */
	actor: string;
	details: Record<string, unknown>;
}

/** Who changes contacts, and why, for the log. */
export interface ContactAct {
	/** `user:ana`. */
	by: string;
	reason: string;
}

/** Who writes to us. */
export interface Contacts {
	find(tenant: string, id: string): Promise<Contact | undefined>;
	/** @param alias in any spelling */
	findByAlias(tenant: string, alias: Pick<AliasClaim, 'kind' | 'value'>): Promise<Contact | undefined>;
	/** Newest first. @param before the id of the last one of the page before */
	list(tenant: string, limit: number, before?: string): Promise<Contact[]>;
	/** Oldest first. */
	readChanges(tenant: string, contact: string): Promise<ContactChange[]>;
	/** Joins two contacts because a person says so. @returns whether both exist */
	merge(tenant: string, merge: ContactAct & { from: string; into: string }): Promise<boolean>;
	/** Undoes a merge: the names and conversations that came with it go back. No proof joins the two again. @returns whether there was one */
	split(tenant: string, split: ContactAct & { from: string; into: string }): Promise<boolean>;
	/**
	 * Gives some names of a contact, with the conversations at these addresses and those named, to a new one. No proof joins the two again.
	 * @returns the new contact; undefined if the contact does not have all of them, or would have no name left
	 */
	separate(
		tenant: string,
		separation: ContactAct & { contact: string; aliases: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>; conversations: readonly string[] },
	): Promise<string | undefined>;
	/**
	 * Corrects what is stored of a contact, all of it or nothing. No message overwrites what was corrected, or brings back what was removed.
	 * @param correction in any spelling; an invalid address or number changes nothing of it, so check it before
	 */
	rectify(tenant: string, contact: string, correction: Correction & ContactAct): Promise<CorrectionOutcome>;
	/** Returns the contact and those that were merged into it: whatever else is stored of the person is stored under these ids. */
	listParts(tenant: string, contact: string): Promise<string[]>;
	/** Returns the contacts that came of what a desk told of these, and of nobody else. */
	listDeskCopies(tenant: string, contacts: readonly string[]): Promise<string[]>;
	/**
	 * Returns all conversations of these contacts, with those that became part of others: what was done in them is stored under their own names.
	 * @returns the name of the newest session of each
	 */
	listConversations(tenant: string, contacts: readonly string[]): Promise<Array<{ id: string; channel: string; session: string }>>;
	/** Removes a person's names, conversations, messages and the requests that they came with. @returns whether there was anything */
	forget(tenant: string, contact: string): Promise<boolean>;
}
