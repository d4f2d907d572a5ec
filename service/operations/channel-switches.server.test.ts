import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openEvents } from '../../providers/compose/events/events';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => void (service = await startOperationsService(['switch:manage'])));
afterAll(() => service.close());

it('silences agents of a channel, and says who did it', async () => {
	const body = { target: 'channel:sales', reason: 'wrong prices' };
	const off = { ...body, tenant: 'default', changedBy: expect.stringMatching(/^key:/), changedAt: expect.any(String) };
	expect(await service.call('POST switches/off', { body })).toEqual([
		200,
		{ ...off, conversations: 0, withdrawn: 0, warning: 'the tenant default has no channel sales' },
	]);
	expect(await service.call('GET switches')).toEqual([200, { items: [off], timeZone: 'UTC' }]);
	expect(await service.call('GET switches', { as: 'theirs' })).toEqual([200, { items: [], timeZone: 'UTC' }]);
	expect(JSON.parse((await service.troupe(['switch', 'list', '--json'])).printed)).toEqual([off]);
	const done = await service.troupe(['switch', 'on', 'channel:sales', '--answer-waiting', '--json']);
	expect(done.code).toBe(0);
	expect(JSON.parse(done.printed)).toEqual({
		...{ tenant: 'default', target: 'channel:sales', wasOff: true },
		...{ conversations: 0, dropped: 0, off: [] },
	});
	expect(await service.call('GET switches')).toEqual([200, { items: [], timeZone: 'UTC' }]);
	const events = await (await openEvents(service.host)).read('default', 0, 50);
	expect(events.filter(({ type }) => type === 'switch.changed').map(({ data }) => data)).toMatchObject([
		{ target: 'channel:sales', on: false, by: expect.stringMatching(/^key:/) as string },
		{ target: 'channel:sales', on: true },
	]);
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
	const turnOff = (target: string) => service.call('POST switches/off', { body: { target, reason: 'test' } });
	const warning = (name: string) =>
		`nobody came from ${name}, and no rule calls an origin so; the names are campaign, fair, post, link, product, and those of labels`;
	expect(await turnOff('channel:shop+origin:ads')).toMatchObject([200, { warning: warning('ads') }]);
	expect(await turnOff('origin:ad')).toMatchObject([200, { warning: warning('ad') }]);
	expect(await turnOff('origin:fair')).toEqual([200, expect.not.objectContaining({ warning: expect.anything() })]);
	for (const target of ['channel:shop+origin:ads', 'origin:ad', 'origin:fair'])
		await service.call('POST switches/on', { body: { target } });
	await channels.remove('default', 'shop');
});

it('lists all changes in pages, without one twice (webiny/webiny-js#2182)', async () => {
	for (const name of ['a', 'b', 'c'])
		await service.call('POST switches/off', { body: { target: `origin:${name}`, reason: 'test' }, as: 'theirs' });
	const targets: string[] = [];
	let cursor: string | undefined;
	do {
		const path = `GET switches/log?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`;
		const [, page] = (await service.call(path, { as: 'theirs' })) as [number, { items: Array<{ target: string }>; cursor?: string }];
		targets.push(...page.items.map(({ target }) => target));
		({ cursor } = page);
	} while (cursor !== undefined);
	expect(targets).toEqual(['origin:c', 'origin:b', 'origin:a']);
	expect((await service.troupe(['switch', 'log', '-n', '1', '--json'])).printed).toMatch(/"target":"origin:fair".*"on":true/);
});

it.each([
	['POST switches/off', { target: 'prompt:support', reason: 'x' }, 'is not the target'],
	['POST switches/off', { reason: 'x' }, 'target'],
	['POST switches/off', { target: 'origin:a', reason: 'x'.repeat(501) }, '500'],
	['POST switches/off', { target: 'origin:a', everywhere: true, reason: 'x' }, 'belong to a tenant'],
	['POST switches/on', { target: 'all', tenant: 'default', everywhere: true }, 'exclude each other'],
	['GET switches/log?limit=1001', undefined, '1000'],
	['GET switches/log?cursor=bm8', undefined, 'The cursor'],
])('%s %j is refused', async (request, body, detail) => {
	expect(await service.call(request, { body })).toMatchObject([400, { code: 'INPUT_INVALID', detail: expect.stringContaining(detail) }]);
});

it.each(['GET switches', 'GET switches/log', 'POST switches/off', 'POST switches/on'])('%s needs its scope', async (request) => {
	const body = request.startsWith('POST') ? { target: 'origin:a', reason: 'x' } : undefined;
	expect(await service.call(request, { body, as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});
