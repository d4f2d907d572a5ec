import { textsOf } from '../database/in-list';
import type { StateConnection } from '../database/state-database';
import type { NamedPerson } from './whose-rows';

type Owner = Pick<NamedPerson, 'tenant' | 'contacts' | 'conversations'>;

export async function findOthers(names: readonly string[], connection: StateConnection, owner: Owner): Promise<Set<string>> {
	if (names.length === 0) return new Set();
	const { tenant, contacts, conversations } = owner;
	const [among, own, talks] = [names, contacts, conversations].map((list) => JSON.stringify(list)) as [string, string, string];
	const aliases = await connection.all<{ value: string; contact: string }>(
		`SELECT value, contact FROM contact_alias WHERE tenant = ? AND value IN ${textsOf(connection)}`,
		tenant,
		among,
	);
	const ids = await connection.all<{ id: string }>(
		`SELECT id FROM contact WHERE tenant = ? AND id IN ${textsOf(connection)} AND id NOT IN ${textsOf(connection)}
		UNION SELECT id FROM conversation WHERE tenant = ? AND id IN ${textsOf(connection)} AND id NOT IN ${textsOf(connection)}`,
		tenant,
		among,
		own,
		tenant,
		among,
		talks,
	);
	// A number can name different people at different providers.
	const mine = new Set(aliases.filter(({ contact }) => contacts.includes(contact)).map(({ value }) => value));
	return new Set([...aliases.map(({ value }) => value).filter((value) => !mine.has(value)), ...ids.map(({ id }) => id)]);
}
