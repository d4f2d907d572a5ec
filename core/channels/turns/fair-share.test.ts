import { FairShare } from './fair-share';

it('sends a message of each tenant before a second one of the first, after whose burst nobody else would wait', async () => {
	const shares = new FairShare(1);
	const left = ['acme', 'acme', 'acme', 'globex'];
	const served: string[] = [];
	const channels = [
		{ tenant: 'acme', name: 'sales' },
		{ tenant: 'globex', name: 'help' },
	];
	for (let next = 0; next < 4; next++) {
		const tenant = await shares.take(channels, async (of) =>
			left.includes(of.tenant) ? left.splice(left.indexOf(of.tenant), 1)[0] : undefined,
		);
		shares.begin(channels.find((channel) => channel.tenant === tenant)!)();
		served.push(tenant!);
	}
	expect(served).toEqual(['acme', 'globex', 'acme', 'acme']);
});
