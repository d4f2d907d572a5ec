import type { AliasClaim } from '../../core/ports/channels/channel-events';
import type { Contact, Contacts } from '../../core/ports/channels/contacts';

/** Returns the contact that a person names: by an id, or by a name such as `phone=+5544999999999`. */
export async function lookUpContact(contacts: Contacts, tenant: string, typed: string): Promise<Contact | undefined> {
	const at = typed.indexOf('=');
	if (at <= 0) return contacts.find(tenant, typed);
	return contacts.findByAlias(tenant, { kind: typed.slice(0, at) as AliasClaim['kind'], value: typed.slice(at + 1) });
}
