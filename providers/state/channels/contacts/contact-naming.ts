import { listPhoneForms } from '../../../../core/conversations/contacts/normalize-alias';
import type { StateConnection } from '../../../database/state-database';

export interface Naming {
	aliases: string[];
	written: string[];
}

export async function readNaming(connection: StateConnection, tenant: string, contact: string): Promise<Naming> {
	const aliases = await connection.all<{ value: string }>(
		'SELECT value FROM contact_alias WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	const places = await connection.all<{ address: string; reply: string | null }>(
		'SELECT address, reply_address AS reply FROM conversation WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	const values = aliases.map(({ value }) => value);
	// Short numbers, such as a desk conversation's, also match other contacts.
	const addresses = places.flatMap(({ address, reply }) => [address, reply ?? '']).filter((address) => /\d{7}|@/.test(address));
	// Providers write phone numbers with and without plus.
	const written = [...values, ...addresses].flatMap((name) => [name.replace(/^\+/, ''), ...listPhoneForms(name)]);
	return { aliases: values, written: [...new Set(written.map((name) => name.toLowerCase()))] };
}
