import { takeTurn } from '../../../../test/support/channels/take-turn';
import { createFlaggedOutbox } from '../../../../core/channels/flags/flagged-outbox';
import { setFlag } from '../../../../core/channels/flags/set-flag';
import { silenceByFlag } from '../../../../core/channels/flags/silence-by-flag';
import type { ConversationEvent } from '../../../../core/ports/channels/channel-events';
import type { FlagStore } from '../../flags/flag-store';
import { acme, fromAccount, fromContact, hasty } from '../channel-stores.contract';
import type { ChannelStores } from '../open-channel-stores';

const leaseMs = 60_000;

/** What flags of channels do to conversations, in every store. */
export function describeConversationSwitch(open: () => ChannelStores & { flags: FlagStore }): void {
	const flip = (name: string, isOn: boolean, answersWaiting = false) =>
		setFlag(open(), 'acme', { name, isOn, by: 'user:ana', reason: null, answersWaiting });
	const write = (text: string, address = '5544999999999', channel = 'whatsapp') =>
		open().mailbox.apply(fromContact(text, { address }), { ...acme, channel }, hasty);
	/** Takes a turn as a worker does. @returns its texts, or what silences it */
	async function next(): Promise<string[] | 'silent' | undefined> {
		const { mailbox } = open();
		const turn = await takeTurn(mailbox, 'a', leaseMs);
		if (turn === undefined) return undefined;
		if (await silenceByFlag(open(), turn)) return 'silent';
		await mailbox.end(turn, 'a', { kind: 'done' });
		return turn.messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : ''));
	}
	const find = async () => (await open().mailbox.list('acme', {}, 10))[0]!;
	const enqueue = async (text: string, evenIfSilent = false) => {
		const { outbox, mailbox, flags } = open();
		const sends = [{ key: text, content: { kind: 'text' as const, text } }];
		return createFlaggedOutbox(outbox, mailbox, flags).enqueue('acme', (await find()).id, sends, { evenIfSilent });
	};

	it('silences the agents of a channel, and of no other', async () => {
		await write('before');
		await write('elsewhere', '1', 'telegram');
		expect(await flip('channel:whatsapp', false)).toMatchObject({ isOn: false, conversations: 1 });
		await write('while off');
		await write('a new customer', '5544888888888');
		expect([await next(), await next(), await next()]).toEqual(expect.arrayContaining([['elsewhere'], 'silent', undefined]));
		expect(await open().mailbox.list('acme', { mode: 'off' }, 10)).toHaveLength(2);
	});

	it('withdraws what is not sent, and takes nothing but what a person sends', async () => {
		await write('hello');
		await next();
		await enqueue('a reply');
		expect(await flip('channel:whatsapp', false)).toMatchObject({ withdrawn: 1 });
		expect(await open().outbox.list('acme', { state: 'withdrawn' }, 10)).toHaveLength(1);
		expect(await enqueue('of a process')).toEqual({ kind: 'silent', mode: 'off' });
		expect(await enqueue('of a person', true)).toMatchObject({ kind: 'queued' });
	});

	it('takes nothing for a conversation that nothing happened in', async () => {
		await write('hello');
		await next();
		expect(await flip('channel:whatsapp', false)).toMatchObject({ conversations: 0 });
		expect(await enqueue('a reminder')).toEqual({ kind: 'silent', mode: 'off' });
	});

	it('ends a turn that runs before it replies', async () => {
		await write('hello');
		const { mailbox } = open();
		const turn = (await takeTurn(mailbox, 'a', leaseMs))!;
		await flip('channel:whatsapp', false);
		expect(await mailbox.beginEffects(turn, 'a')).toBe('stop');
	});

	it('goes on with the context, and leaves old messages', async () => {
		await write('old');
		await flip('channel:whatsapp', false);
		expect(await flip('channel:whatsapp', true)).toEqual({ isOn: true, conversations: 1, dropped: 1 });
		expect(await next()).toBeUndefined();
		await write('new');
		expect(await next()).toEqual(['new']);
		const { id } = await find();
		expect(await open().mailbox.readMessages('acme', id, 10)).toHaveLength(2);
	});

	it('answers old messages if it is told to', async () => {
		await flip('channel:whatsapp', false);
		await write('old');
		expect(await next()).toBe('silent');
		expect(await flip('channel:whatsapp', true, true)).toMatchObject({ conversations: 1, dropped: 0 });
		expect(await next()).toEqual(['old']);
	});

	it('leaves a conversation to the person who took it over', async () => {
		await write('hello');
		await flip('channel:whatsapp', false);
		await open().mailbox.apply(fromAccount('Ana here'), acme, hasty);
		expect(await find()).toMatchObject({ mode: 'person' });
		expect(await flip('channel:whatsapp', true)).toMatchObject({ conversations: 0 });
		expect(await find()).toMatchObject({ mode: 'person' });
	});

	it('does not switch on what a person switched off', async () => {
		await write('hello');
		const { id } = await find();
		await open().mailbox.setMode('acme', id, { mode: 'off', until: null, by: 'user:ana' });
		await flip('channel:whatsapp', false);
		await flip('channel:whatsapp', true);
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
			expect(await flip('origin:site', false)).toMatchObject({ conversations: 0 });
			expect(await flip('channel:telegram+origin:ads', false)).toMatchObject({ conversations: 0 });
			expect(await flip('channel:whatsapp+origin:ads', false)).toMatchObject({ conversations: 1 });
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'flag:channel:whatsapp+origin:ads' });
		});

		it('stays off as long as one of its flags is', async () => {
			await write('hello');
			await label('origin-ads');
			await flip('channel:whatsapp', false);
			await flip('origin:ads', false);
			await flip('channel:whatsapp', true);
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'flag:origin:ads' });
			await flip('origin:ads', true);
			expect(await find()).toMatchObject({ mode: 'agent' });
		});
	});

	it('notes every change, by tenant', async () => {
		await flip('channel:whatsapp', false);
		await flip('channel:whatsapp', true);
		const { flags } = open();
		expect(await flags.list('acme')).toMatchObject([{ name: 'channel:whatsapp', isOn: true, changedBy: 'user:ana' }]);
		expect((await flags.log('acme', 10)).map(({ isOn }) => isOn)).toEqual([true, false]);
		expect([await flags.list('globex'), await flags.log('globex', 10)]).toEqual([[], []]);
	});

	it('switches many conversations', async () => {
		for (let index = 0; index < 230; index += 1) await write('hello', `${index}`);
		expect(await flip('channel:whatsapp', false)).toMatchObject({ conversations: 230 });
		expect(await flip('channel:whatsapp', true)).toMatchObject({ conversations: 230, dropped: 230 });
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
		await expect(flip(name, false)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
}
