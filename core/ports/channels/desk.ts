import type { Contact } from './contacts';
import type { SendOutcome } from './send-outcome';

/** Place where people answer, such as Chatwoot, with notes, assignee, labels and status. */
export interface Desk {
	/** Opens a conversation if there is none; idempotent. @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	locate(person: DeskPerson, signal: AbortSignal): Promise<string>;
	/** @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	read(address: string, signal: AbortSignal): Promise<DeskState>;
	/** Idempotent. Never throws because of the provider. */
	change(address: string, change: DeskChange, signal: AbortSignal): Promise<SendOutcome>;
	/** The customer's words from elsewhere. `id` travels with them. Never throws because of the provider. */
	showWords(address: string, words: { id: string; text: string }, signal: AbortSignal): Promise<SendOutcome>;
	/** Visible only to people of the company. `id` travels with it. Never throws because of the provider. */
	writeNote(address: string, note: { id: string; text: string }, signal: AbortSignal): Promise<SendOutcome>;
	/** For an unknown outcome. @returns its id, or undefined if it was not written @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	findNote(address: string, id: string, since: number, signal: AbortSignal): Promise<string | undefined>;
	/**
	 * With all conversations, by proven names. Idempotent. @returns whether the desk knew the person @throws TroupeError CHANNEL_REFUSED,
	 * CHANNEL_UNREACHABLE
	 */
	forget(person: Pick<Contact, 'aliases'> & Pick<DeskPerson, 'contacts'>, signal: AbortSignal): Promise<boolean>;
}

export interface DeskPerson {
	name: string | null;
	/** With country code; digits only. Undefined if no provider named one. */
	phone?: string | undefined;
	contacts: readonly string[];
}

export interface DeskState {
	status: string | null;
	assignee: string | null;
	team: string | null;
	labels: string[];
}

export type DeskChange = { kind: 'labels'; labels: string[] } | { kind: 'assignee' | 'team' | 'status'; value: string };
