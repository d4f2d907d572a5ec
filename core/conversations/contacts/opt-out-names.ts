import { normalizeEmail, normalizePhone } from './normalize-alias';

interface Alias {
	kind: string;
	value: string;
}

/**
 * Returns the names that store and find an opt-out. Names that are valid only within a place, such as a Chatwoot account or a webhook host, count
 * also within the channel, even if its account changes, and everywhere if they identify the person. @param channels those with conversations of the
 * contact
 */
export const listOptOutNames = (aliases: readonly Alias[], channels: readonly string[]): string[] =>
	aliases.flatMap(({ kind, value }) => {
		const [family, place] = kind.split(':', 2) as [string, string?];
		if (place === undefined) return [nameAlias(kind, value)];
		const inChannels = channels.map((channel) => nameAlias(`${family} of ${channel}`, value));
		return [nameAlias(kind, value), ...inChannels, ...(family === 'custom' ? namePerson(value) : [])];
	});

export const nameAlias = (kind: string, value: string): string => `name ${kind}=${value}`;

/** An address that names the same person everywhere. Digits alone are ambiguous. */
function namePerson(address: string): string[] {
	const email = normalizeEmail(address);
	if (email !== undefined) return [nameAlias('email', email)];
	const phone = address.startsWith('+') ? normalizePhone(address) : undefined;
	return phone === undefined ? [] : [nameAlias('phone', phone)];
}
