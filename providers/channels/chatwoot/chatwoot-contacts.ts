import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { normalizeAlias } from '../../../core/conversations/contacts/normalize-alias';
import type { DeskPerson } from '../../../core/ports/channels/desk';
import { fields, type Fields, payloadInvalid, text } from '../shared/payload';
import { type ChatwootAccess, objects } from './chatwoot-access';

interface ChatwootContact {
	id: string;
	phone: string | undefined;
	/** Troupe entered it, for somebody without a phone number. */
	isOurs: boolean;
}

/** The digits that every spelling of a number has, with and without country code and ninth digit. */
const commonDigits = 8;
/** More than the contacts of one person that were merged. */
const maxIdentifiers = 10;

const toIdentifier = (contact: string): string => `troupe:${contact}`;

/** Returns the id of a person's contact, which is created if there is none. Those that Troupe entered become one with that of the phone number. */
export async function requireContact(chatwoot: ChatwootAccess, person: DeskPerson, inboxId: string, signal: AbortSignal): Promise<string> {
	const [first, ...others] = await findContacts(chatwoot, person, signal);
	if (first === undefined) return createContact(chatwoot, person, inboxId, signal);
	for (const other of others) if (other.isOurs) await improve(() => merge(chatwoot, { other, into: first }, signal));
	if (first.phone === undefined && person.phone !== undefined)
		await improve(() => chatwoot.ask('PUT', `contacts/${first.id}`, { phone_number: `+${person.phone}` }, signal));
	return first.id;
}

/** People are told even where Chatwoot refuses to tidy up: it does so for the tokens of some roles. */
async function improve(change: () => Promise<unknown>): Promise<void> {
	try {
		await change();
	} catch (fault) {
		if (!isRefusal(fault)) throw fault;
	}
}

const merge = ({ ask }: ChatwootAccess, { other, into }: { other: ChatwootContact; into: ChatwootContact }, signal: AbortSignal) =>
	ask('POST', 'actions/contact_merge', { base_contact_id: Number(into.id), mergee_contact_id: Number(other.id) }, signal);

/** Finds the contacts of a person: first that of the phone number, then those that Troupe entered. A search of Chatwoot also finds parts of values. */
export async function findContacts(
	{ ask }: ChatwootAccess,
	{ phone, contacts }: DeskPerson,
	signal: AbortSignal,
): Promise<ChatwootContact[]> {
	const found = new Map<string, ChatwootContact>();
	const search = async (query: string, isWanted: (contact: Fields) => boolean) => {
		const answer = fields(await ask('GET', `contacts/search?q=${encodeURIComponent(query)}`, undefined, signal));
		for (const contact of objects(answer['payload']).filter(isWanted)) {
			const isOurs = text(contact['identifier'])?.startsWith(toIdentifier('')) ?? false;
			const id = requireId(contact);
			found.set(id, found.get(id) ?? { id, phone: text(contact['phone_number']), isOurs });
		}
	};
	if (phone !== undefined)
		await search(phone.slice(-commonDigits), (contact) => normalPhone(text(contact['phone_number']) ?? '') === normalPhone(phone));
	for (const identifier of contacts.slice(0, maxIdentifiers).map(toIdentifier))
		await search(identifier, (contact) => contact['identifier'] === identifier);
	return [...found.values()];
}

const normalPhone = (phone: string) => normalizeAlias({ kind: 'phone', value: phone, proof: 'entered' })?.value;

/** Somebody else can create the contact at the same moment: two conversations of one person, or another program. */
async function createContact(chatwoot: ChatwootAccess, person: DeskPerson, inboxId: string, signal: AbortSignal): Promise<string> {
	const { name, phone, contacts } = person;
	const identifier = toIdentifier(contacts[0] ?? '');
	const names = phone === undefined ? { name: name ?? identifier, identifier } : { name: name ?? phone, phone_number: `+${phone}` };
	try {
		const answer = await chatwoot.ask('POST', 'contacts', { inbox_id: Number(inboxId), ...names }, signal);
		return requireId(fields(fields(fields(answer)['payload'])['contact']));
	} catch (fault) {
		const [existing] = isRefusal(fault) ? await findContacts(chatwoot, person, signal) : [];
		if (existing === undefined) throw phone === undefined && isRefusal(fault) ? needsPhone(fault) : fault;
		return existing.id;
	}
}

const isRefusal = (fault: unknown): fault is TroupeError =>
	isTroupeError(fault) &&
	fault.code === 'CHANNEL_REFUSED' &&
	!fault.retryable &&
	[403, 404, 422].includes(Number(fault.details?.['status']));

const needsPhone = (cause: TroupeError) =>
	new TroupeError({
		...{ code: 'CHANNEL_REFUSED', details: cause.details, cause },
		message: `${cause.message} The customer has no phone number, and only an inbox of the type API takes such a contact.`,
		fix: 'Name an inbox of the type API as the desk of this channel.',
	});

export function requireId(object: Fields): string {
	const id = text(object['id']);
	if (id === undefined) throw payloadInvalid('Chatwoot', 'has no "id"');
	return id;
}
