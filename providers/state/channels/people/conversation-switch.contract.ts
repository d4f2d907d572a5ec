import { takeTurn } from '../../../../test/support/channels/take-turn';
import { createMutedOutbox } from '../../../../core/channels/mutes/muted-outbox';
import { setMute } from '../../../../core/channels/mutes/set-mute';
import { silenceByMute } from '../../../../core/channels/mutes/silence-by-mute';
import type { ConversationEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import type { MuteStore } from '../../flags/mute-store';
import { acme, fromAccount, fromContact, hasty, leaseMs } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { waitUntil } from '../../../../test/support/wait-until';
import { readPages } from '../../../../test/support/read-pages';

/** The channel with a process in place of an agent. */
const ofProcess: ChannelRecord = {
	...{
		tenant: 'acme',
		name: 'whatsapp',
		provider: 'z-api',
		settings: {},
		credential: 'c',
		agent: null,
		message: 'customer-wrote',
		rules: {},
	},
	...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:a' },
};

/** What mutes of channels do to conversations, in every store. */
export function describeConversationSwitch(open: () => ChannelStores & { mutes: MuteStore }): void {
	const set = (change: { name: string; isMuted: boolean; answersWaiting?: boolean }) =>
		setMute(open(), 'acme', { ...change, by: 'user:ana', reason: null });
	const mute = (name: string) => set({ name, isMuted: true });
	const unmute = (name: string, answersWaiting = false) => set({ name, isMuted: false, answersWaiting });
	const write = (text: string, address = '5544999999999', channel = 'whatsapp') =>
		open().mailbox.apply(fromContact(text, { address }), { ...acme, channel }, hasty);
	/** Takes a turn as a worker does. @returns its texts, or what silences it */
	async function next(): Promise<string[] | 'silent' | undefined> {
		const { mailbox } = open();
		const turn = await takeTurn(mailbox, 'a', leaseMs);
		if (turn === undefined) return undefined;
		if (await silenceByMute(open(), turn)) return 'silent';
		await mailbox.end(turn, 'a', { kind: 'done' });
		return turn.messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : ''));
	}
	const find = async () => (await open().mailbox.list('acme', {}, 10))[0]!;
	const enqueue = async (text: string, evenIfSilent = false) => {
		const { outbox, mailbox, mutes } = open();
		const sends = [{ key: text, content: { kind: 'text' as const, text } }];
		return createMutedOutbox(outbox, mailbox, mutes).enqueue('acme', (await find()).id, sends, { evenIfSilent });
	};

	it('silences the agents of a channel, and of no other', async () => {
		await write('before');
		await write('elsewhere', '1', 'telegram');
		expect(await mute('channel:whatsapp')).toMatchObject({ isMuted: true, conversations: 1 });
		await write('while off');
		await write('a new customer', '5544888888888');
		expect([await next(), await next(), await next()]).toEqual(expect.arrayContaining([['elsewhere'], 'silent', undefined]));
		expect(await open().mailbox.list('acme', { mode: 'off' }, 10)).toHaveLength(2);
	});

	it('withdraws what is not sent, and takes nothing but what a person sends', async () => {
		await write('hello');
		await next();
		await enqueue('a reply');
		expect(await mute('channel:whatsapp')).toMatchObject({ withdrawn: 1 });
		expect(await open().outbox.list('acme', { state: 'withdrawn' }, 10)).toHaveLength(1);
		expect(await enqueue('of a process')).toEqual({ kind: 'silent', mode: 'off' });
		expect(await enqueue('of a person', true)).toMatchObject({ kind: 'queued' });
		const sends = await open().outbox.list('acme', {}, 10);
		expect(sends).toHaveLength(2);
		const page = (before?: string) => open().outbox.list('acme', { channel: 'whatsapp', before }, 1);
		expect(await readPages(page, ({ id }) => id)).toEqual(sends);
	});

	it('takes nothing for a conversation that nothing happened in', async () => {
		await write('hello');
		await next();
		expect(await mute('channel:whatsapp')).toMatchObject({ conversations: 0 });
		expect(await enqueue('a reminder')).toEqual({ kind: 'silent', mode: 'off' });
	});

	it('ends a turn that runs before it replies', async () => {
		await write('hello');
		const { mailbox } = open();
		const turn = (await takeTurn(mailbox, 'a', leaseMs))!;
		await mute('channel:whatsapp');
		expect(await mailbox.beginEffects(turn, 'a')).toBe('stop');
	});

	/** Waits until another time is noted than that of what happened before. */
	async function pass(): Promise<void> {
		const from = Date.now();
		await waitUntil('another time', () => Date.now() > from + 2);
	}
	const listWaits = async () =>
		(await open().conversations.list('acme', { from: 0, isWaiting: true }, 10)).map(({ wait }) => wait?.waitsFor);

	it('goes on with the context, and leaves to people what arrived meanwhile', async () => {
		await mute('channel:whatsapp');
		await pass();
		await write('while off');
		expect(await next()).toBe('silent');
		await pass();
		expect(await unmute('channel:whatsapp')).toEqual({ isMuted: false, conversations: 1, dropped: 1, wasMuted: true });
		expect(await next()).toBeUndefined();
		expect(await listWaits()).toEqual(['person']);
		const { mailbox, waits } = open();
		expect(await mailbox.listDead('acme', {}, 10)).toMatchObject([
			{ messages: 1, reason: expect.stringContaining('channel:whatsapp was muted') as string },
		]);
		expect(await waits.late.nextDue()).toEqual(expect.any(Number));
		await write('new');
		expect(await next()).toEqual(['new']);
		const { id } = await find();
		expect(await mailbox.readMessages('acme', id, 10)).toHaveLength(2);
		expect(await mailbox.replay('acme', {})).toBe(1);
		expect(await next()).toEqual(['while off']);
	});

	it('lets what waited before it wait on, however often it was repeated', async () => {
		await write('before');
		await pass();
		await mute('channel:whatsapp');
		await pass();
		await write('while off');
		await pass();
		await mute('channel:whatsapp');
		await pass();
		await unmute('channel:whatsapp');
		expect(await next()).toEqual(['before']);
		expect((await open().mailbox.listDead('acme', {}, 10)).map(({ messages }) => messages)).toEqual([1]);
		expect(await unmute('channel:whatsapp')).toMatchObject({ conversations: 0, dropped: 0 });
	});

	it('lets a message wait again whose answer it withdrew', async () => {
		await write('hello');
		await next();
		const sends = [{ key: 'reply', content: { kind: 'text' as const, text: 'a reply' } }];
		await open().outbox.enqueue('acme', (await find()).id, sends, { answers: {} });
		await pass();
		await mute('channel:whatsapp');
		expect(await open().outbox.list('acme', { state: 'withdrawn' }, 10)).toHaveLength(1);
		await unmute('channel:whatsapp');
		expect(await next()).toEqual(['hello']);
	});

	it('gives a message to its process again whose reply it withdrew', async () => {
		await open().channels.put(ofProcess, true);
		await write('hello');
		await next();
		const sends = [{ key: 'reply', content: { kind: 'text' as const, text: 'a reply of the process' } }];
		await open().outbox.enqueue('acme', (await find()).id, sends, { answers: {} });
		await pass();
		await mute('channel:whatsapp');
		await unmute('channel:whatsapp');
		expect(await next()).toEqual(['hello']);
		expect(await listWaits()).toEqual(['agent']);
	});

	it('answers old messages if it is told to', async () => {
		await mute('channel:whatsapp');
		await write('old');
		expect(await next()).toBe('silent');
		expect(await unmute('channel:whatsapp', true)).toMatchObject({ conversations: 1, dropped: 0 });
		expect(await next()).toEqual(['old']);
	});

	it('leaves a conversation to the person who took it over', async () => {
		await write('hello');
		await mute('channel:whatsapp');
		await open().mailbox.apply(fromAccount('Ana here'), acme, hasty);
		expect(await find()).toMatchObject({ mode: 'person' });
		expect(await unmute('channel:whatsapp')).toMatchObject({ conversations: 0 });
		expect(await find()).toMatchObject({ mode: 'person' });
	});

	it('does not switch on what a person switched off', async () => {
		await write('hello');
		const { id } = await find();
		await open().mailbox.setMode('acme', id, { mode: 'off', until: null, by: 'user:ana' });
		await mute('channel:whatsapp');
		await unmute('channel:whatsapp');
		expect(await find()).toMatchObject({ mode: 'off', modeBy: 'user:ana' });
	});

	describe('an origin', () => {
		const label = async (...labels: string[]) => {
			const event = {
				kind: 'conversation',
				key: `labels ${labels.join()}`,
				address: '5544999999999',
				at: 1,
				contact: [],
				changes: { labels },
			};
			await open().mailbox.apply(event as unknown as ConversationEvent, acme, hasty);
		};

		it('is what the labels say; an unknown one is not switched off', async () => {
			await write('hello');
			await label('origin-ads');
			expect(await mute('origin:site')).toMatchObject({ conversations: 0 });
			expect(await mute('channel:telegram+origin:ads')).toMatchObject({ conversations: 0 });
			expect(await mute('channel:whatsapp+origin:ads')).toMatchObject({ conversations: 1 });
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'mute:channel:whatsapp+origin:ads' });
		});

		it('stays off as long as one of its mutes is', async () => {
			await write('hello');
			await label('origin-ads');
			await mute('channel:whatsapp');
			await mute('origin:ads');
			await unmute('channel:whatsapp');
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'mute:origin:ads' });
			await unmute('origin:ads');
			expect(await find()).toMatchObject({ mode: 'agent' });
		});
	});

	it('notes every change, by tenant', async () => {
		await mute('channel:whatsapp');
		await unmute('channel:whatsapp');
		const { mutes } = open();
		expect(await mutes.list('acme')).toMatchObject([{ name: 'channel:whatsapp', isMuted: false, changedBy: 'user:ana' }]);
		expect((await mutes.log('acme', 10)).map(({ isMuted }) => isMuted)).toEqual([false, true]);
		expect([await mutes.list('globex'), await mutes.log('globex', 10)]).toEqual([[], []]);
	});

	it('switches many conversations', async () => {
		for (let index = 0; index < 230; index += 1) await write('hello', `${index}`);
		expect(await mute('channel:whatsapp')).toMatchObject({ conversations: 230 });
		expect(await unmute('channel:whatsapp')).toMatchObject({ conversations: 230, dropped: 0 });
	});

	it.each([
		'',
		'agent:support',
		'channel:',
		'channel:A',
		'+',
		'channel:a+',
		'origin:',
		'origin:a+channel:b',
		'origin:a b',
		'channel:aorigin:b',
	])('refuses the name "%s"', async (name) => {
		await expect(mute(name)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
}
