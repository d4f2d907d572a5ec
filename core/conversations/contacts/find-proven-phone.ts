import type { Contact } from '../../ports/channels/contacts';

/** Returns the phone number that a provider named for a contact. One that a person typed proves nothing. */
export const findProvenPhone = (contact: Pick<Contact, 'aliases'> | undefined): string | undefined =>
	contact?.aliases.find(({ kind, proof }) => kind === 'phone' && proof === 'provider')?.value;
