import { storableText } from '../../core/base/text/storable-text';
import type { AliasClaim } from '../../core/ports/channels/channel-events';
import type { Contact, Contacts } from '../../core/ports/channels/contacts';

const storable = new RegExp(storableText);

/** Accepts an id, or a name such as `phone=+5544999999999`. */
export async function lookUpContact(contacts: Contacts, tenant: string, typed: string): Promise<Contact | undefined> {
	// PostgreSQL refuses such a query, as if it were unreachable.
	if (!storable.test(typed)) return undefined;
	const at = typed.indexOf('=');
	if (at <= 0) return contacts.find(tenant, typed);
	return contacts.findByAlias(tenant, { kind: typed.slice(0, at) as AliasClaim['kind'], value: typed.slice(at + 1) });
}
