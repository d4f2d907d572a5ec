import { normalizeEmail, normalizePhone } from './normalize-alias';

interface Alias {
	kind: string;
	value: string;
}

/**
 * Returns the names under which an opt-out is stored and looked for. A name that counts only within its place, such as an account of Chatwoot or the
 * host of a webhook, counts within the channel too, whatever its account is by then, and everywhere where it says who the person is.
 * @param channels those in which the contact has conversations
 */
export const listOptOutNames = (aliases: readonly Alias[], channels: readonly string[]): string[] =>
	aliases.flatMap(({ kind, value }) => {
		const [family, place] = kind.split(':', 2) as [string, string?];
		if (place === undefined) return [nameAlias(kind, value)];
		const inChannels = channels.map((channel) => nameAlias(`${family} of ${channel}`, value));
		return [nameAlias(kind, value), ...inChannels, ...(family === 'custom' ? namePerson(value) : [])];
	});

export const nameAlias = (kind: string, value: string): string => `name ${kind}=${value}`;

/** An address that is the same person's everywhere. Digits alone can be the number of anything. */
function namePerson(address: string): string[] {
	const email = normalizeEmail(address);
	if (email !== undefined) return [nameAlias('email', email)];
	const phone = address.startsWith('+') ? normalizePhone(address) : undefined;
	return phone === undefined ? [] : [nameAlias('phone', phone)];
}
