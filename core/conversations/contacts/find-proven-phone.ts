import type { Contact } from '../../ports/channels/contacts';

/** Returns a phone number that a provider proved. A typed one proves nothing. */
export const findProvenPhone = (contact: Pick<Contact, 'aliases'> | undefined): string | undefined =>
	contact?.aliases.find(({ kind, proof }) => kind === 'phone' && proof === 'provider')?.value;
