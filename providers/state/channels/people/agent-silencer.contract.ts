import { takeTurn } from '../../../../test/support/channels/take-turn';
import { createSilentOutbox } from '../../../../core/channels/switches/silent-outbox';
import { turnAgentsOff, turnAgentsOn } from '../../../../core/channels/switches/turn-agents';
import { parseChannelTarget } from '../../../../core/conversations/switches/channel-target';
import { silenceBySwitch } from '../../../../core/channels/switches/silence-by-switch';
import type { ConversationEvent } from '../../../../core/ports/channels/channel-events';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import type { SwitchStore } from '../../switches/switch-store';
import { acme, fromAccount, fromContact, hasty, leaseMs } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { waitUntil } from '../../../../test/support/wait-until';
import { readPages } from '../../../../test/support/read-pages';

/** The channel with a process in place of an agent. */
const ofProcess: ChannelRecord = {
	tenant: 'acme',
	name: 'whatsapp',
	provider: 'z-api',
	settings: {},
	credential: 'c',
	agent: null,
	message: 'customer-wrote',
	rules: {},
	state: 'active',
	allowedNetworks: [],
	pathSecretHash: null,
	createdAt: 1,
	changedAt: 1,
	changedBy: 'user:a',
};

export function describeAgentSilencer(open: () => ChannelStores & { switches: SwitchStore }): void {
	const changed = (target: string) => ({ tenant: 'acme', target, reason: 'wrong prices', changedBy: 'user:ana' });
	const turnOff = (target: string) => turnAgentsOff(open(), parseChannelTarget(target)!, changed(target));
	const turnOn = (target: string, answersWaiting = false) => turnAgentsOn(open(), { ...changed(target), answersWaiting });
	const write = (text: string, address = '5544999999999', channel = 'whatsapp') =>
		open().mailbox.apply(fromContact(text, { address }), { ...acme, channel }, hasty);
	/** Takes a turn as a worker does. @returns its texts, or what silences it */
	async function next(): Promise<string[] | 'silent' | undefined> {
		const { mailbox } = open();
		const turn = await takeTurn(mailbox, 'a', leaseMs);
		if (turn === undefined) return undefined;
		if (await silenceBySwitch(open(), turn)) return 'silent';
		await mailbox.end(turn, 'a', { kind: 'done' });
		return turn.messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : ''));
	}
	const find = async () => (await open().mailbox.list('acme', {}, 10))[0]!;
	const enqueue = async (text: string, evenIfSilent = false) => {
		const { outbox, mailbox, switches } = open();
		const sends = [{ key: text, content: { kind: 'text' as const, text } }];
		return createSilentOutbox(outbox, mailbox, switches).enqueue('acme', (await find()).id, sends, { evenIfSilent });
	};

	it('silences the agents of a channel, and of no other', async () => {
		await write('before');
		await write('elsewhere', '1', 'telegram');
		expect(await turnOff('channel:whatsapp')).toMatchObject({ conversations: 1 });
		await write('while off');
		await write('a new customer', '5544888888888');
		expect([await next(), await next(), await next()]).toEqual(expect.arrayContaining([['elsewhere'], 'silent', undefined]));
		expect(await open().mailbox.list('acme', { mode: 'off' }, 10)).toHaveLength(2);
	});

	it('withdraws what is not sent, and takes nothing but what a person sends', async () => {
		await write('hello');
		await next();
		await enqueue('a reply');
		expect(await turnOff('channel:whatsapp')).toMatchObject({ withdrawn: 1 });
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
		expect(await turnOff('channel:whatsapp')).toMatchObject({ conversations: 0 });
		expect(await enqueue('a reminder')).toEqual({ kind: 'silent', mode: 'off' });
	});

	it('ends a turn that runs before it replies', async () => {
		await write('hello');
		const { mailbox } = open();
		const turn = (await takeTurn(mailbox, 'a', leaseMs))!;
		await turnOff('channel:whatsapp');
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
		await turnOff('channel:whatsapp');
		await pass();
		await write('while off');
		expect(await next()).toBe('silent');
		await pass();
		expect(await turnOn('channel:whatsapp')).toEqual({ conversations: 1, dropped: 1, wasOff: true });
		expect(await next()).toBeUndefined();
		expect(await listWaits()).toEqual(['person']);
		const { mailbox, waits } = open();
		expect(await mailbox.listDead('acme', {}, 10)).toMatchObject([
			{ messages: 1, reason: expect.stringContaining('channel:whatsapp was off') as string },
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
		await turnOff('channel:whatsapp');
		await pass();
		await write('while off');
		await pass();
		await turnOff('channel:whatsapp');
		await pass();
		await turnOn('channel:whatsapp');
		expect(await next()).toEqual(['before']);
		expect((await open().mailbox.listDead('acme', {}, 10)).map(({ messages }) => messages)).toEqual([1]);
		expect(await turnOn('channel:whatsapp')).toMatchObject({ conversations: 0, dropped: 0 });
	});

	it('lets a message wait again whose answer it withdrew', async () => {
		await write('hello');
		await next();
		const sends = [{ key: 'reply', content: { kind: 'text' as const, text: 'a reply' } }];
		await open().outbox.enqueue('acme', (await find()).id, sends, { answers: {} });
		await pass();
		await turnOff('channel:whatsapp');
		expect(await open().outbox.list('acme', { state: 'withdrawn' }, 10)).toHaveLength(1);
		await turnOn('channel:whatsapp');
		expect(await next()).toEqual(['hello']);
	});

	it('gives a message to its process again whose reply it withdrew', async () => {
		await open().channels.put(ofProcess, true);
		await write('hello');
		await next();
		const sends = [{ key: 'reply', content: { kind: 'text' as const, text: 'a reply of the process' } }];
		await open().outbox.enqueue('acme', (await find()).id, sends, { answers: {} });
		await pass();
		await turnOff('channel:whatsapp');
		await turnOn('channel:whatsapp');
		expect(await next()).toEqual(['hello']);
		expect(await listWaits()).toEqual(['agent']);
	});

	it('answers old messages if it is told to', async () => {
		await turnOff('channel:whatsapp');
		await write('old');
		expect(await next()).toBe('silent');
		expect(await turnOn('channel:whatsapp', true)).toMatchObject({ conversations: 1, dropped: 0 });
		expect(await next()).toEqual(['old']);
	});

	it('leaves a conversation to the person who took it over', async () => {
		await write('hello');
		await turnOff('channel:whatsapp');
		await open().mailbox.apply(fromAccount('Ana here'), acme, hasty);
		expect(await find()).toMatchObject({ mode: 'person' });
		expect(await turnOn('channel:whatsapp')).toMatchObject({ conversations: 0 });
		expect(await find()).toMatchObject({ mode: 'person' });
	});

	it('does not switch on what a person switched off', async () => {
		await write('hello');
		const { id } = await find();
		await open().mailbox.setMode('acme', id, { mode: 'off', until: null, by: 'user:ana' });
		await turnOff('channel:whatsapp');
		await turnOn('channel:whatsapp');
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
			expect(await turnOff('origin:site')).toMatchObject({ conversations: 0 });
			expect(await turnOff('channel:telegram+origin:ads')).toMatchObject({ conversations: 0 });
			expect(await turnOff('channel:whatsapp+origin:ads')).toMatchObject({ conversations: 1 });
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'switch:channel:whatsapp+origin:ads' });
		});

		it('stays off as long as one of its switches is', async () => {
			await write('hello');
			await label('origin-ads');
			await turnOff('channel:whatsapp');
			await turnOff('origin:ads');
			await turnOn('channel:whatsapp');
			expect(await find()).toMatchObject({ mode: 'off', modeBy: 'switch:origin:ads' });
			await turnOn('origin:ads');
			expect(await find()).toMatchObject({ mode: 'agent' });
		});
	});

	it('notes every change, by tenant', async () => {
		await turnOff('channel:whatsapp');
		await turnOn('channel:whatsapp');
		const { switches } = open();
		expect(await switches.list('acme')).toEqual([]);
		expect(await switches.log(10, 'acme')).toMatchObject([{ isOn: true, changedBy: 'user:ana' }, { isOn: false }]);
		expect(await switches.log(10, 'globex')).toEqual([]);
	});

	it('switches many conversations', async () => {
		for (let index = 0; index < 230; index += 1) await write('hello', `${index}`);
		expect(await turnOff('channel:whatsapp')).toMatchObject({ conversations: 230 });
		expect(await turnOn('channel:whatsapp')).toMatchObject({ conversations: 230, dropped: 0 });
	});
}
