import type { AgentCard } from '@a2a-js/sdk';
import { readBytes } from '../../http/read-bytes';

const maxBytes = 1024 * 1024;

/** Reads a card of A2A 1.0. @throws an error if there is none, or it is too large */
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
