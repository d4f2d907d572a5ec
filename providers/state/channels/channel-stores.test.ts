import { takeTurn } from '../../../test/support/channels/take-turn';
import type { AudioResult } from '../../../core/ports/channels/audios';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { audioRules, describeAudios, takeOne, voice } from './audios/audios.contract';
import { describeChannelStores } from './channel-stores.contract';
import { acme, fromAccount, fromContact } from './contract/channel-steps.contract';
import { describeContactRights, openNames } from './contacts/contact-rights.contract';
import { describeContactStores } from './contacts/contact-stores.contract';
import { openSwitchStore, type SwitchStore } from '../switches/switch-store';
import { describeAgentSilencer } from './people/agent-silencer.contract';
import { describeDeskConversations } from './people/desk-conversation.contract';
import { describeHandOvers } from './people/hand-over.contract';
import { describeUnansweredHandOvers } from './people/unanswered-hand-over.contract';
import { describeMissedHandOvers } from './people/missed-hand-overs.contract';
import { describeRelays } from './people/desk-relay.contract';
import { describeOneConversation } from './one-conversation.contract';
import { type ChannelStores, openChannelStores } from './open-channel-stores';
import { openTestKeySeal } from '../../../test/support/channels/test-key-seal';
import { readPages } from '../../../test/support/read-pages';

let stores: ChannelStores;
let now: number;
beforeEach(() => {
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now }, openNames, openKeySeal: openTestKeySeal });
});
afterEach(() => stores.close());

describeChannelStores(
	() => stores,
	(ms) => (now += ms),
);
describeContactStores(() => stores);
describeContactRights(() => stores);
describeAudios(() => stores);
describeHandOvers(() => stores);
describeUnansweredHandOvers(() => stores);
describeDeskConversations(() => stores);
describeMissedHandOvers(
	() => stores,
	(ms) => (now += ms),
);
describeRelays(() => stores);
describeOneConversation(() => stores);

describe('the switches of channels', () => {
	let switches: SwitchStore;
	beforeEach(() => (switches = openSwitchStore(':memory:', { now: () => (now += 1) })));
	afterEach(() => switches.close());
	describeAgentSilencer(() => ({ ...stores, switches }));
});

it('a contact who wrote too often, and sent audios, is answered a minute after the last message, with the texts of all of them', async () => {
	const rules = { ...defaultMailboxRules, audio: audioRules, transcriptMs: 20_000, maxMessagesPerMinute: 1 };
	const speak = () => stores.mailbox.apply(fromContact('', { content: [voice] }), acme, rules);
	await speak();
	now += 1_000;
	expect(await speak()).toMatchObject({ floods: true });
	for (const words of ['one', 'two']) {
		const task = (await takeOne(stores.audios.toTranscribe, 't', 60_000))!;
		await stores.audios.note(task, 0, { kind: 'text', text: words, seconds: 1, transcriber: 'fake:model' });
	}
	now += 59_999;
	expect(await takeTurn(stores.mailbox, 'a', 60_000)).toBeUndefined();
	now += 1;
	const turn = (await takeTurn(stores.mailbox, 'a', 60_000))!;
	expect(turn.messages.map(({ content }) => content[0])).toMatchObject([{ transcript: 'one' }, { transcript: 'two' }]);
});

it('a turn that waits for its agent has not waited while the service was down', async () => {
	await stores.mailbox.apply(fromContact('hello'), acme, defaultMailboxRules);
	now += 3_600_000;
	const turn = (await takeTurn(stores.mailbox, 'a', 60_000))!;
	expect(turn.awayMs).toBe(0);
	await stores.mailbox.end(turn, 'a', { kind: 'failed', reason: 'no agent', afterMs: 2_000, isAway: true });
	now += 3_600_000;
	expect(await takeTurn(stores.mailbox, 'a', 60_000)).toMatchObject({ id: turn.id, awayMs: 62_000 });
});

describe('the time of a turn', () => {
	const rules = defaultMailboxRules;
	const apply = (event: Parameters<ChannelStores['mailbox']['apply']>[0]) => stores.mailbox.apply(event, acme, rules);
	const isDueAfter = async (ms: number) => {
		now += ms - 1;
		const early = await takeTurn(stores.mailbox, 'a', 60_000);
		now += 1;
		return early === undefined && (await takeTurn(stores.mailbox, 'a', 60_000)) !== undefined;
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

	describe('of an audio', () => {
		const audible = { ...rules, audio: audioRules };
		const text: AudioResult = { kind: 'text', text: 'I need a price.', seconds: 4, transcriber: 'fake:model' };

		it('waits for its text', async () => {
			await stores.mailbox.apply(fromContact('', { content: [voice] }), acme, audible);
			now += 10_000;
			expect(await takeTurn(stores.mailbox, 'a', 60_000)).toBeUndefined();
			const task = (await takeOne(stores.audios.toTranscribe, 't', 60_000))!;
			await stores.audios.note(task, 0, text);
			const turn = await takeTurn(stores.mailbox, 'a', 60_000);
			expect(turn!.messages).toMatchObject([{ content: [{ ...voice, transcript: 'I need a price.' }] }]);
		});

		it('comes 25 seconds after the first message at the latest', async () => {
			await stores.mailbox.apply(fromContact('hello'), acme, audible);
			now += 5_000;
			await stores.mailbox.apply(fromContact('', { content: [voice] }), acme, audible);
			expect(await isDueAfter(20_000)).toBe(true);
		});

		it('goes to another worker when its own is gone, which notes nothing any more', async () => {
			await stores.mailbox.apply(fromContact('', { content: [voice] }), acme, audible);
			const lost = (await takeOne(stores.audios.toTranscribe, 't', 30_000))!;
			now += 20_000;
			expect(await stores.audios.toTranscribe.renew(lost, 30_000)).toBe(true);
			now += 29_999;
			expect(await takeOne(stores.audios.toTranscribe, 'u', 30_000)).toBeUndefined();
			now += 1;
			const again = (await takeOne(stores.audios.toTranscribe, 'u', 30_000))!;
			expect(again.attempts).toBe(2);
			expect(await stores.audios.toTranscribe.renew(lost, 30_000)).toBe(false);
			await stores.audios.note(lost, 0, text);
			expect(await stores.audios.list('acme', {}, 10)).toMatchObject([{ state: 'waiting', transcriber: null }]);
			await stores.audios.note(again, 0, text);
			expect(await stores.audios.list('acme', {}, 10)).toMatchObject([{ state: 'transcribed', attempts: 2, seconds: 4 }]);
		});

		it('is not spent on more than thirty an hour', async () => {
			const send = () => stores.mailbox.apply(fromContact('', { content: [voice] }), acme, audible);
			for (let n = 0; n < 31; n++) await send();
			expect(await stores.audios.list('acme', {}, 100)).toHaveLength(30);
			const { id } = (await stores.mailbox.list('acme', {}, 1))[0]!;
			expect((await stores.mailbox.readMessages('acme', id, 1))[0]).toMatchObject({ content: [{ problem: 'too-many' }] });
			now += 3_600_001;
			await send();
			const all = await stores.audios.list('acme', {}, 100);
			expect(all).toHaveLength(31);
			const page = (before?: readonly [number, number, string]) => stores.audios.list('acme', { channel: 'whatsapp', before }, 7);
			expect(await readPages(page, ({ createdAt, number, conversation }) => [createdAt, number, conversation])).toEqual(all);
		});
	});

	it('comes again when its worker is gone, to another one', async () => {
		await apply(fromContact('one'));
		now += 6_000;
		const turn = await takeTurn(stores.mailbox, 'a', 30_000);
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

	it('comes a minute after a contact who wrote too often calms down', async () => {
		const strict = { ...rules, maxMessagesPerMinute: 2 };
		for (let n = 0; n < 6; n++) {
			await stores.mailbox.apply(fromContact(`${n}`), acme, strict);
			now += 1_000;
		}
		now -= 1_000;
		expect(await isDueAfter(60_000)).toBe(true);
	});

	it('begins a session although the clock of a provider was ahead', async () => {
		await stores.mailbox.apply(fromContact('hello', { at: now + 365 * 86_400_000 }), acme, rules);
		const first = (await stores.mailbox.list('acme', {}, 1))[0]!;
		now += rules.sessionMs;
		await stores.mailbox.apply(fromContact('hello', { at: now }), acme, rules);
		expect((await stores.mailbox.find('acme', first.id))!.session).not.toBe(first.session);
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
	const [first] = await stores.outbox.queue.take('s', { max: 10, leaseMs: 60_000 });
	await stores.outbox.note(first!, { kind: 'sent', messageIds: ['m1'] }, { paceMs: 2_000 });
	now += 1_999;
	expect(await stores.outbox.queue.take('s', { max: 10, leaseMs: 60_000 })).toEqual([]);
	now += 1;
	expect(await stores.outbox.queue.take('s', { max: 10, leaseMs: 60_000 })).toHaveLength(1);
	// The sender of the second is gone.
	now += 60_000;
	expect(await stores.outbox.queue.take('t', { max: 10, leaseMs: 60_000 })).toMatchObject([{ content: { state: 'unknown', attempts: 2 } }]);
});

it('remembers a session when its time is over, counted from the last message of anybody', async () => {
	const rules = { ...defaultMailboxRules, remember: true };
	const of = [{ tenant: 'acme', lanes: ['whatsapp'] }];
	const take = async () => (await stores.sessions.ended.take('a', { max: 1, leaseMs: 60_000, of }))[0];
	const start = now;
	await stores.mailbox.apply(fromContact('hello', { at: start }), acme, rules);
	now = start + rules.sessionMs - 1_000;
	await stores.mailbox.apply(fromAccount('Hello!', { at: now }), acme, rules);
	now = start + rules.sessionMs + 1;
	expect(await take()).toBeUndefined();
	now = start + 2 * rules.sessionMs - 1_000;
	const first = (await take())!;
	// Its worker is gone, and the customer comes back.
	now += 60_000;
	await stores.mailbox.apply(fromContact('me again', { at: now }), acme, rules);
	const again = (await take())!;
	expect(again).toMatchObject({ key: first.key, attempts: 2 });
	await stores.sessions.end(again);
	now += rules.sessionMs;
	const second = (await take())!;
	expect(second.key).not.toBe(first.key);
});
