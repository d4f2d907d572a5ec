import { waitUntil } from '../../../test/support/wait-until';
import { keepRenewing } from './keep-renewing';

it('has one renewal under way, however long the store takes, and goes on after one that failed', async () => {
	const renewals: Array<PromiseWithResolvers<void>> = [];
	const stop = keepRenewing(1, () => {
		renewals.push(Promise.withResolvers<void>());
		return renewals.at(-1)!.promise;
	});
	await waitUntil('the first renewal', () => renewals.length === 1);
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(renewals).toHaveLength(1);
	renewals[0]!.reject(new Error('no database'));
	await waitUntil('the next renewal', () => renewals.length === 2);
	stop();
	renewals[1]!.resolve();
});
