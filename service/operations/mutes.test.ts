import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => void (service = await startOperationsService(['channel:manage'])));
afterAll(() => service.close());

it('silences agents of the tenant, and says who did it', async () => {
	const added = await service.call('POST mutes', { body: { name: 'channel:sales', reason: 'wrong prices' } });
	expect(added).toEqual([
		200,
		{ ...{ name: 'channel:sales', muted: true, conversations: 0, withdrawn: 0 }, warning: 'the tenant default has no channel sales' },
	]);
	const muted = { name: 'channel:sales', muted: true, reason: 'wrong prices', changedBy: expect.stringMatching(/^key:/) };
	expect(await service.call('GET mutes')).toMatchObject([200, { items: [muted] }]);
	expect(await service.call('GET mutes', { as: 'theirs' })).toEqual([200, { items: [], timeZone: 'UTC' }]);
	const printed = JSON.parse((await service.troupe(['mute', 'list', '--json'])).printed) as object[];
	expect(printed).toEqual([{ ...muted, changedAt: expect.any(String) }]);
	const removed = await service.troupe(['mute', 'remove', 'channel:sales', '--answer-waiting', '--json']);
	expect(removed).toMatchObject({
		code: 0,
		printed: '{"name":"channel:sales","muted":false,"conversations":0,"dropped":0,"wasMuted":true}',
	});
	expect(await service.call('GET mutes')).toEqual([200, { items: [], timeZone: 'UTC' }]);
});

it('says where no rule and no contact has an origin of this name: a slip would silence nobody', async () => {
	const { channels } = await openChannels(service.host);
	const record: ChannelRecord = {
		...{
			tenant: 'default',
			name: 'shop',
			provider: 'telegram',
			settings: {},
			credential: 'bot',
			agent: null,
			message: null,
			state: 'active',
		},
		...{
			rules: {
				origins: [
					{ from: 'ad', name: 'campaign' },
					{ from: 'link:fair', name: 'fair' },
				],
			},
			allowedNetworks: [],
			pathSecretHash: null,
		},
		...{ createdAt: 1, changedAt: 1, changedBy: 'user:ana' },
	};
	await channels.put(record, true);
	const add = (name: string) => service.call('POST mutes', { body: { name } });
	const warning = (name: string) =>
		`nobody came from ${name}, and no rule calls an origin so; the names are campaign, fair, post, link, product, and those of labels`;
	expect(await add('channel:shop+origin:ads')).toMatchObject([200, { muted: true, warning: warning('ads') }]);
	expect(await add('origin:ad')).toMatchObject([200, { warning: warning('ad') }]);
	expect(await add('origin:fair')).toEqual([200, expect.not.objectContaining({ warning: expect.anything() })]);
	for (const name of ['channel:shop+origin:ads', 'origin:ad', 'origin:fair']) await service.call('POST mutes/remove', { body: { name } });
	await channels.remove('default', 'shop');
});

it('lists all changes in pages, without one twice (webiny/webiny-js#2182)', async () => {
	for (const name of ['origin:a', 'origin:b', 'origin:c']) await service.call('POST mutes', { body: { name }, as: 'theirs' });
	const names: string[] = [];
	let cursor: string | undefined;
	do {
		const path = `GET mutes/log?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`;
		const [, page] = (await service.call(path, { as: 'theirs' })) as [number, { items: Array<{ name: string }>; cursor?: string }];
		names.push(...page.items.map(({ name }) => name));
		({ cursor } = page);
	} while (cursor !== undefined);
	expect(names).toEqual(['origin:c', 'origin:b', 'origin:a']);
	expect((await service.troupe(['mute', 'log', '-n', '1', '--json'])).printed).toMatch(/^\[\{"name":"origin:fair".*"muted":false/);
});

it.each([
	['POST mutes', { name: 'agent:support' }, 'is not the name'],
	['POST mutes', { reason: 'x' }, 'name'],
	['POST mutes', { name: 'origin:a', reason: 'x'.repeat(501) }, '500'],
	['POST mutes/remove', { name: 'origin:a', tenant: 'acme' }, '"tenant"'],
	['GET mutes/log?limit=1001', undefined, '1000'],
	['GET mutes/log?cursor=bm8', undefined, 'The cursor'],
])('%s %j is refused', async (request, body, detail) => {
	expect(await service.call(request, { body })).toMatchObject([400, { code: 'INPUT_INVALID', detail: expect.stringContaining(detail) }]);
});

it.each(['GET mutes', 'GET mutes/log', 'POST mutes', 'POST mutes/remove'])('%s needs its scope', async (request) => {
	const body = request.startsWith('POST') ? { name: 'origin:a' } : undefined;
	expect(await service.call(request, { body, as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});
