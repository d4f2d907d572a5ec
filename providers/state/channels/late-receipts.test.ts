import { endReceipts, takeReceipts } from '../../../test/support/channels/take-receipts';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyReceipts } from '../../../core/channels/apply-receipts';
import { doDueWork } from '../../../core/work/work-runner';
import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { OpenChannel } from '../../../core/ports/channels/channel-records';
import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Turn } from '../../../core/ports/channels/mailbox';
import { audioRules, takeOne, voice } from './audios/audios.contract';
import { acme, fromAccount, fromContact } from './contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from './open-channel-stores';

const leaseMs = 10_000;
const rules: MailboxRules = { ...defaultMailboxRules, maxMessagesPerMinute: 2, maxChangesPerMinute: 1, audio: audioRules };
const { quietMs, maxQuietMs } = rules;

let stores: ChannelStores;
let now: number;
let events: Map<string, ChannelEvent>;
/** A receipt with this text fails. */
let failing: string | undefined;

beforeEach(() => {
	now = 1_700_000_000_000;
	events = new Map();
	failing = undefined;
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
});
afterEach(() => stores.close());

async function receive(event: ChannelEvent, channel = acme.channel): Promise<void> {
	events.set(event.key, event);
	await stores.receipts.accept({ tenant: 'acme', channel, key: event.key, stored: event.key, receivedAt: now });
}
const receiveText = (text: string, channel?: string) => receive(fromContact(text, { at: now }), channel);

/** Applies what waits, as a process would. */
async function applyAll(): Promise<void> {
	const channel = {
		read({ stored }: { stored: string }): ChannelEvent[] {
			if (stored === failing) throw new Error('out of order');
			return [events.get(stored)!];
		},
	};
	const directory = { find: async () => ({ channel, rules }) as unknown as OpenChannel };
	await doDueWork(applyReceipts({ ...stores, directory }));
}

const take = () => takeTurn(stores.mailbox, 'a', 60_000);
const textsOf = (turn: Turn | undefined) => turn?.messages.map(({ content: [part] }) => part!.kind === 'text' && part!.text);
/** The turn that is due after the quiet time, not earlier. */
async function takeAfterQuiet(): Promise<Turn | undefined> {
	expect(await take()).toBeUndefined();
	now += quietMs;
	return take();
}

const longestWaitMs = 300_000;

describe('a burst of messages is one turn', () => {
	it('when its messages are applied slowly', async () => {
		await receiveText('one');
		now += 50;
		await receiveText('two');
		const work = (await takeReceipts(stores.receipts, 'slow', { leaseMs }))!;
		const [first, second] = work.content;
		const apply = ({ stored, id, receivedAt }: typeof first & object) =>
			stores.mailbox.apply(events.get(stored)!, { ...acme, receipt: id, receivedAt }, rules);
		await apply(first!);
		now += quietMs;
		expect(await take()).toBeUndefined();
		await apply(second!);
		await endReceipts(stores.receipts, work);
		expect(textsOf(await take())).toEqual(['one', 'two']);
	});

	it('when the process that applied its first message was killed (taskforcesh/bullmq#892)', async () => {
		await receiveText('one');
		await receiveText('two');
		const [first] = (await takeReceipts(stores.receipts, 'killed', { leaseMs }))!.content;
		await stores.mailbox.apply(events.get(first!.stored)!, { ...acme, receipt: first!.id, receivedAt: now }, rules);
		now += leaseMs - 1;
		await applyAll();
		expect(await take()).toBeUndefined();
		now += 1;
		await applyAll();
		expect(textsOf(await take())).toEqual(['one', 'two']);
	});

	it('when no process ran for an hour', async () => {
		for (const text of ['one', 'two']) {
			await receiveText(text);
			now += 5_000;
		}
		now += 3_600_000;
		await applyAll();
		expect(textsOf(await take())).toEqual(['one', 'two']);
	});

	it('when its last message is still in the file of the inbox', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-late-'));
		const inFile = openChannelStores(join(folder, 'state.db'), { clock: { now: () => now } });
		try {
			await stores.close();
			stores = inFile;
			await receiveText('one');
			await applyAll();
			now += quietMs - 1;
			await receiveText('two');
			now += 1;
			expect(await take()).toBeUndefined();
			await applyAll();
			now += quietMs;
			expect(textsOf(await take())).toEqual(['one', 'two']);
		} finally {
			await inFile.close();
			rmSync(folder, { recursive: true });
		}
	});
});

describe('a turn does not wait', () => {
	it('for a receipt that failed', async () => {
		const broken = fromContact('broken', { at: now });
		failing = broken.key;
		await receive(broken);
		await receiveText('one');
		await applyAll();
		expect(textsOf(await takeAfterQuiet())).toEqual(['one']);
	});

	it('for other channels', async () => {
		await receiveText('one');
		await receiveText('elsewhere', 'telegram');
		await takeReceipts(stores.receipts, 'slow', { leaseMs, of: { tenant: 'acme', lanes: ['telegram'] } });
		await applyAll();
		expect(textsOf(await takeAfterQuiet())).toEqual(['one']);
	});

	it('for a message that arrived after it was due', async () => {
		await receiveText('one');
		await applyAll();
		now += quietMs + 1;
		await receiveText('late');
		expect(textsOf(await take())).toEqual(['one']);
	});

	it('for a receipt that ended its process each time', async () => {
		await receiveText('deadly');
		for (let attempt = 1; attempt <= 12; attempt++) {
			expect((await takeReceipts(stores.receipts, `killed ${attempt}`, { leaseMs }))?.content).toHaveLength(1);
			now += longestWaitMs;
		}
		await applyAll();
		expect(await stores.receipts.list('acme', { state: 'dead' }, 10)).toMatchObject([{ attempts: 13 }]);
	});

	it('for one that was only taken when its process was stopped, however often', async () => {
		await receiveText('one');
		await receiveText('two');
		for (let stop = 1; stop <= 20; stop++) {
			const work = (await takeReceipts(stores.receipts, `stopped ${stop}`, { leaseMs }))!;
			expect(work.content.map(({ attempts }) => attempts)).toEqual([1, 1]);
			const directory = { find: () => Promise.reject(new Error('nothing is begun')) };
			await applyReceipts({ ...stores, directory }).perform(work.content, work, AbortSignal.abort());
		}
		await applyAll();
		expect(await stores.receipts.list('acme', { state: 'processed' }, 10)).toHaveLength(2);
	});

	it('for one that ends its process, with which it was taken', async () => {
		await receiveText('deadly');
		await receiveText('one');
		for (let killed = 1; killed <= 4; killed++) {
			const work = await takeReceipts(stores.receipts, `killed ${killed}`, { leaseMs });
			expect(work?.content).toHaveLength(killed <= 3 ? 2 : 1);
			now += leaseMs;
		}
		const next = (await takeReceipts(stores.receipts, 'next', { leaseMs }))!;
		expect(next.content.map(({ stored }) => JSON.stringify(events.get(stored)))).toEqual([expect.stringContaining('"one"')]);
		await endReceipts(stores.receipts, next);
		await applyAll();
		expect(await stores.receipts.list('acme', { state: 'processed' }, 10)).toHaveLength(2);
	});

	it('for one that ended its process while it was applied alone', async () => {
		await receiveText('deadly');
		for (let killed = 1; killed <= 7; killed++) {
			expect((await takeReceipts(stores.receipts, `killed ${killed}`, { leaseMs }))?.content).toHaveLength(1);
			now += killed < 7 ? longestWaitMs : leaseMs;
		}
		await receiveText('one');
		await applyAll();
		expect(textsOf(await takeAfterQuiet())).toEqual(['one']);
	});
});

describe('what arrived over hours and is applied at once', () => {
	it('is not too many messages', async () => {
		for (let n = 0; n < 5; n++) {
			await receiveText(`${n}`);
			now += 60_000;
		}
		await applyAll();
		expect((await take())!.messages).toHaveLength(5);
	});

	it('is not too many changes', async () => {
		for (let n = 0; n < 5; n++) {
			await receive({ ...fromContact('', { at: now }), kind: 'conversation', changes: { status: `${n}` } } as unknown as ChannelEvent);
			now += 60_000;
		}
		await applyAll();
		expect(await stores.mailbox.list('acme', {}, 1)).toMatchObject([{ mode: 'agent' }]);
	});

	it('is recognized as an own change, although the time for that is over', async () => {
		await receiveText('one');
		await applyAll();
		const { id } = (await stores.mailbox.list('acme', {}, 1))[0]!;
		for (let n = 0; n < 3; n++) {
			await stores.mailbox.expectEcho('acme', id, 'status', 'open', 1_000);
			await receive({ ...fromContact('', { at: now }), kind: 'conversation', changes: { status: 'open' } } as unknown as ChannelEvent);
		}
		now += 3_600_000;
		await applyAll();
		expect(await stores.mailbox.find('acme', id)).toMatchObject({ mode: 'agent' });
	});

	it('has the pause after a person since the person wrote', async () => {
		const paused = { ...rules, pauseMs: 60_000 };
		await stores.mailbox.apply(fromAccount('Moment.'), { ...acme, receivedAt: now - 50_000 }, paused);
		expect(await stores.mailbox.list('acme', {}, 1)).toMatchObject([{ mode: 'person', modeUntil: now + 10_000 }]);
	});

	it('has the text of an audio, for which it waits from now on', async () => {
		await receive(fromContact('', { content: [voice], at: now }));
		now += 3_600_000;
		await applyAll();
		expect(await take()).toBeUndefined();
		const task = (await takeOne(stores.audios.toTranscribe, 't', 60_000))!;
		await stores.audios.note(task, 0, { kind: 'text', text: 'I need a price.', seconds: 4, transcriber: 'fake:model' });
		expect((await take())!.messages).toMatchObject([{ content: [{ transcript: 'I need a price.' }] }]);
	});

	it('waits for the text of an audio at most as long as for a burst', async () => {
		await receive(fromContact('', { content: [voice], at: now }));
		now += 3_600_000;
		await applyAll();
		now += maxQuietMs - 1;
		expect(await take()).toBeUndefined();
		now += 1;
		expect((await take())!.messages).toHaveLength(1);
	});
});
