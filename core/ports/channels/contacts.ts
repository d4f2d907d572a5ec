import type { AliasClaim } from './channel-events';

export interface Contact {
	id: string;
	name: string | null;
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

export const correctableFields = ['name', 'email', 'phone', 'company'] as const;
export type CorrectableField = (typeof correctableFields)[number];

export interface Correction extends Partial<Record<CorrectableField, string>> {
	remove?: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>;
}

export interface Corrected {
	field: CorrectableField | 'alias';
	from: string | null;
	to: string | null;
}

/** `taken`: another contact has it. `proven`: the provider confirms it. `missing`: the contact does not have the name to remove. */
export type CorrectionOutcome =
	| { kind: 'done'; changes: Corrected[] }
	| { kind: 'unknown' }
	| { kind: 'taken'; field: 'email' | 'phone'; contact: string }
	| { kind: 'proven' | 'missing'; alias: Pick<Alias, 'kind' | 'value'> };

type RightChange = 'opted-out' | 'opted-in' | 'data-request' | 'restricted' | 'restriction-lifted';

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

export interface ContactAct {
	by: string;
	reason: string;
}

export interface Contacts {
	find(tenant: string, id: string): Promise<Contact | undefined>;
	/** @param alias in any spelling */
	findByAlias(tenant: string, alias: Pick<AliasClaim, 'kind' | 'value'>): Promise<Contact | undefined>;
	/** Newest first. @param before id of the last one of the page before */
	list(tenant: string, limit: number, before?: string): Promise<Contact[]>;
	readChanges(tenant: string, contact: string): Promise<ContactChange[]>;
	/** Decided by a person. @returns whether both exist */
	merge(tenant: string, merge: ContactAct & { from: string; into: string }): Promise<boolean>;
	split(tenant: string, split: ContactAct & { from: string; into: string }): Promise<boolean>;
	/**
	 * Moves names, with the conversations at these addresses and those named, to a new contact. No proof joins the two again. @returns the new
	 * contact; undefined if the contact lacks one of them, or would keep no name
	 */
	separate(
		tenant: string,
		separation: ContactAct & { contact: string; aliases: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>; conversations: readonly string[] },
	): Promise<string | undefined>;
	/**
	 * All or nothing. No message overwrites a correction or restores a removed name. @param correction in any spelling; an invalid address or number
	 * changes nothing, so check it before
	 */
	rectify(tenant: string, contact: string, correction: Correction & ContactAct): Promise<CorrectionOutcome>;
	/** With merged contacts: all data of the person is under these ids. */
	listParts(tenant: string, contact: string): Promise<string[]>;
	/** Contacts that a desk created from these alone. */
	listDeskCopies(tenant: string, contacts: readonly string[]): Promise<string[]>;
	/**
	 * Includes conversations that became part of others: their acts are stored under their own names. @returns the name of the newest session of each
	 */
	listConversations(tenant: string, contacts: readonly string[]): Promise<Array<{ id: string; channel: string; session: string }>>;
	/** With conversations, messages and their requests. @returns whether there was anything */
	forget(tenant: string, contact: string): Promise<boolean>;
}
