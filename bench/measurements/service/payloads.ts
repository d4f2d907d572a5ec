/** Share of the kinds of messages that the providers document and that a reader gives the meaning of docs/channels/messages.md. Goal: 1. */
import { isDeepStrictEqual } from 'node:util';
import { documentedKinds } from '../../../test/support/channels/documented-kinds';
import { describeEvent } from '../../../test/support/channels/documented-kinds/documented-kinds';

export function run(): string {
	const shares = documentedKinds.map(({ provider, pages, read }) => {
		const kinds = pages.flatMap((page) => page.kinds);
		const wrong = kinds.filter(([, body, ...meaning]) => {
			const events = read({ stored: JSON.stringify(body), receivedAt: 1_700_000_000_000 });
			return !isDeepStrictEqual(events.map(describeEvent), [meaning]);
		});
		console.log(`${provider}: ${kinds.length - wrong.length} of ${kinds.length}. ${wrong.map(([kind]) => kind).join(', ')}`);
		return { all: kinds.length, right: kinds.length - wrong.length };
	});
	const right = shares.reduce((sum, share) => sum + share.right, 0);
	const all = shares.reduce((sum, share) => sum + share.all, 0);
	return (right / all).toFixed(3);
}
