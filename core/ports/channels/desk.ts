import type { Contact } from './contacts';
import type { SendOutcome } from './send-outcome';

/** Where people of the company answer, such as Chatwoot: a conversation there can have notes, an assignee, labels and a status. */
export interface Desk {
	/**
	 * Returns the address of the desk's conversation with a person, and opens one if there is none. Called twice, it opens one.
	 * @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE
	 */
	locate(person: DeskPerson, signal: AbortSignal): Promise<string>;
	/** @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	read(address: string, signal: AbortSignal): Promise<DeskState>;
	/** Sets one field. Set twice, it is the same. Never throws because of the provider. */
	change(address: string, change: DeskChange, signal: AbortSignal): Promise<SendOutcome>;
	/** Shows people what the customer wrote elsewhere, as their words. `id` travels with it. Never throws because of the provider. */
	showWords(address: string, words: { id: string; text: string }, signal: AbortSignal): Promise<SendOutcome>;
	/** Writes what only people of the company see. `id` travels with it. Never throws because of the provider. */
	writeNote(address: string, note: { id: string; text: string }, signal: AbortSignal): Promise<SendOutcome>;
	/**
	 * Looks up a note, or shown words, with an unknown outcome. @returns its id, or undefined if it was not written
	 * @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE
	 */
	findNote(address: string, id: string, since: number, signal: AbortSignal): Promise<string | undefined>;
	/**
	 * Removes a person with all their conversations, by the names that prove who it is. Called twice, it finds nobody.
	 * @returns whether the desk knew the person
	 * @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE
	 */
	forget(person: Pick<Contact, 'aliases'> & Pick<DeskPerson, 'contacts'>, signal: AbortSignal): Promise<boolean>;
}

export interface DeskPerson {
	name: string | null;
	/** With country code; digits only. Undefined where no provider named one. */
	phone?: string | undefined;
	/** The contact's id, and those of the contacts that were merged into it: whom the desk has under one of them is this person. */
	contacts: readonly string[];
}

export interface DeskState {
	status: string | null;
	assignee: string | null;
	team: string | null;
	labels: string[];
}

export type DeskChange = { kind: 'labels'; labels: string[] } | { kind: 'assignee' | 'team' | 'status'; value: string };
