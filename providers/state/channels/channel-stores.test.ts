import { defaultMailboxRules } from '../../../core/ports';
import { acme, describeChannelStores, fromAccount, fromContact } from './channel-stores.contract';
import { describeHandOvers } from './hand-over.contract';
import { type ChannelStores, openChannelStores } from './open-channel-stores';

let stores: ChannelStores;
let now: number;
beforeEach(() => {
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
});
afterEach(() => stores.close());

describeChannelStores(() => stores);
describeHandOvers(() => stores);

describe('the time of a turn', () => {
	const rules = defaultMailboxRules;
	const apply = (event: Parameters<ChannelStores['mailbox']['apply']>[0]) => stores.mailbox.apply(event, acme, rules);
	const isDueAfter = async (ms: number) => {
		now += ms - 1;
		const early = await stores.mailbox.take('a', 60_000);
		now += 1;
		return early === undefined && (await stores.mailbox.take('a', 60_000)) !== undefined;
	};

	it('comes when nothing arrived for six seconds', async () => {
		await apply(fromContact('one'));
		now += 5_000;
		await apply(fromContact('two'));
		expect(await isDueAfter(6_000)).toBe(true);
	});

	it('comes 25 seconds after the first message at the latest', async () => {
		for (let n = 0; n < 5; n++) {
			await apply(fromContact(`${n}`));
			now += 5_000;
		}
		now -= 5_000; // 20 s after the first
		await apply(fromContact('last'));
		expect(await isDueAfter(5_000)).toBe(true);
	});

	it('waits for the text of an audio, and no longer than a minute', async () => {
		const audio = { kind: 'audio' as const, reference: 'https://media.example/a.ogg' };
		const applied = await apply(fromContact('', { content: [audio] }));
		now += 10_000;
		expect(await stores.mailbox.take('a', 60_000)).toBeUndefined();
		if (applied.kind !== 'message') throw new Error(applied.kind);
		await stores.mailbox.noteTranscript('acme', applied.conversation, applied.number, 'I need a price.');
		const turn = await stores.mailbox.take('a', 60_000);
		expect(turn!.messages[0]!.content).toEqual([{ ...audio, transcript: 'I need a price.' }]);
		await stores.mailbox.end(turn!, 'a', { kind: 'done' });
		await apply(fromContact('', { content: [audio] }));
		expect(await isDueAfter(60_000)).toBe(true);
	});

	it('comes again when its worker is gone, to another one', async () => {
		await apply(fromContact('one'));
		now += 6_000;
		const turn = await stores.mailbox.take('a', 30_000);
		expect(await isDueAfter(30_000)).toBe(true);
		expect(await stores.mailbox.renew(turn!, 'b', 30_000)).toBe('lost');
	});

	it('begins a session after twelve hours of silence', async () => {
		const at = (time: number) => fromContact('hello', { at: time });
		await apply(at(now));
		const first = (await stores.mailbox.list('acme', {}, 1))[0]!;
		await apply(at(now + 12 * 3_600_000 - 1));
		expect((await stores.mailbox.find('acme', first.id))!.session).toBe(first.session);
		await apply(at(now + 24 * 3_600_000));
		const { session } = (await stores.mailbox.find('acme', first.id))!;
		expect(session).not.toBe(first.session);
		expect(await stores.mailbox.readMessages('acme', first.id, 10, session)).toHaveLength(1);
	});

	it('comes when the pause after a person is over', async () => {
		const paused = { ...rules, pauseMs: 60_000 };
		await stores.mailbox.apply(fromContact('one'), acme, paused);
		await stores.mailbox.apply(fromAccount('Moment.'), acme, paused);
		now += 30_000;
		await stores.mailbox.apply(fromContact('still there?'), acme, paused);
		expect(await isDueAfter(30_000)).toBe(true);
	});
});

it('sends the messages of a conversation at the pace of the provider', async () => {
	await stores.mailbox.apply(fromContact('hello'), acme, defaultMailboxRules);
	const { id } = (await stores.mailbox.list('acme', {}, 1))[0]!;
	const content = { kind: 'text' as const, text: 'Hello!' };
	await stores.outbox.enqueue(
		'acme',
		id,
		['1', '2'].map((key) => ({ key, content })),
	);
	const [first] = await stores.outbox.take('s', 10, 60_000);
	await stores.outbox.note(first!, 's', { kind: 'sent', messageIds: ['m1'] }, { paceMs: 2_000 });
	now += 1_999;
	expect(await stores.outbox.take('s', 10, 60_000)).toEqual([]);
	now += 1;
	expect(await stores.outbox.take('s', 10, 60_000)).toHaveLength(1);
	// The sender of the second is gone.
	now += 60_000;
	expect(await stores.outbox.take('t', 10, 60_000)).toMatchObject([{ state: 'unknown', attempts: 2 }]);
});
