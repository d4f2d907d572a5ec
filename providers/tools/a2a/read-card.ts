import type { AgentCard } from '@a2a-js/sdk';
import { TroupeError } from '../../../core/base/errors';
import { readBytes } from '../../http/read-bytes';

const maxBytes = 1024 * 1024;

/** @throws an error if there is no card, or it is too large */
export async function readCard(url: URL, send: typeof fetch): Promise<AgentCard> {
	const [{ AgentCard: cards }, response] = await Promise.all([
		import('@a2a-js/sdk'),
		send(url, { headers: { accept: 'application/json', 'a2a-version': '1.0' } }),
	]);
	if (!response.ok || !response.body) throw new Error(`the card is answered with ${response.status}`);
	const { bytes, cut } = await readBytes(response.body, maxBytes);
	if (cut) throw new Error('the card is too large');
	return cards.fromJSON(JSON.parse(Buffer.from(bytes).toString()));
}

/**
 * Keeps only interfaces on the definition's server: secrets in headers and people's values must not go to servers that a foreign card names. @throws
 * TroupeError ADDRESS_REFUSED if it names other servers only
 */
export function withOwnInterfaces(name: string, url: string, card: AgentCard): AgentCard {
	const { origin } = new URL(url);
	const supportedInterfaces = card.supportedInterfaces.filter((one) => URL.parse(one.url)?.origin === origin);
	if (supportedInterfaces.length > 0 || card.supportedInterfaces.length === 0) return { ...card, supportedInterfaces };
	const other = URL.parse(card.supportedInterfaces[0]!.url)?.origin ?? 'an invalid address';
	throw new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The card of the agent "${name}" leads to ${other.slice(0, 253)}, and its definition names ${origin}.`,
		fix: 'Set "url" to the server that the agent answers on, if it has a card there. Otherwise, ask its owner for a card on the same server.',
		details: { tool: name, host: other.slice(0, 253) },
	});
}
