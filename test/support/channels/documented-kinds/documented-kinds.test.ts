import { documentedKinds } from '.';
import { channelAccounts } from '../../../../providers/channels/accounts/accounts';
import { describeEvent } from './documented-kinds';

it('lists kinds of all providers, each once', () => {
	expect(documentedKinds.map(({ provider }) => provider).sort()).toEqual(Object.keys(channelAccounts).sort());
	for (const { kinds } of documentedKinds.flatMap(({ pages }) => pages)) {
		const names = kinds.map(([kind]) => kind);
		expect(names).toEqual([...new Set(names)]);
	}
});

describe.each(documentedKinds)('$provider', ({ pages, read }) => {
	it.each(pages.flatMap(({ kinds }) => kinds))('gives %s its meaning', (_kind, body, ...meaning) =>
		expect(read({ stored: JSON.stringify(body), receivedAt: 1_700_000_000_000 }).map(describeEvent)).toEqual([meaning]),
	);
});
