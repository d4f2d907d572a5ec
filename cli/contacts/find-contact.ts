import { TroupeError } from '../../core/base/errors';
import type { AliasClaim } from '../../core/ports/channels/channel-events';
import type { Contact, Contacts } from '../../core/ports/channels/contacts';

/**
 * Finds a contact by its id, or by a name as `kind=value`.
 * @throws TroupeError INPUT_INVALID if there is none
 */
export async function findContact(contacts: Contacts, tenant: string, typed: string): Promise<Contact> {
	const at = typed.indexOf('=');
	const alias = { kind: typed.slice(0, Math.max(at, 0)) as AliasClaim['kind'], value: typed.slice(at + 1) };
	const contact = at > 0 ? await contacts.findByAlias(tenant, alias) : await contacts.find(tenant, typed);
	if (contact !== undefined) return contact;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The tenant ${tenant} has no contact ${JSON.stringify(typed.slice(0, 100))}.`,
		fix: 'Use an id of `troupe contacts list`, or a name such as phone=+5544999999999.',
	});
}
