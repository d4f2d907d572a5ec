import { fromAccount, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { openEvents } from '../../providers/compose/events/events';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import { waitUntil } from '../../test/support/wait-until';
import { toZonedMinute } from '../base/iso-time';
import { defaultHandOverSettings } from '../ports/channels/hand-overs';
import { type ChannelWorker, startChannelWorker } from './channel-worker';
import { tellWaits } from './tell-waits';

let now: number;
let own: ChannelHost;
let desk: ChatwootServer;
let worker: ChannelWorker;
const minute = 60_000;
beforeEach(async () => {
	now = Date.now();
	[desk, own] = await Promise.all([startChatwootServer(), createChannelHost({ now: () => now })]);
	await own.addDesk(desk.url);
	await own.change({
		rules: { agentWaitMs: 10 * minute, personWaitMs: 30 * minute, waitText: 'Já voltamos com você.' },
		handOver: { ...defaultHandOverSettings, desk: 'people' },
	});
	await own.channels.waits.leave('default', own.conversation, { by: 'user:test', reason: 'a test' });
	// The agent is away.
	worker = startChannelWorker(own.channels, {
		clock: { now: () => now },
		canAnswer: () => false,
		answer: async () => {},
		onFault: () => {},
	});
});
afterEach(async () => {
	await worker.close(1_000);
	await Promise.all([own.remove(), desk.close()]);
});

const apply = (event: ReturnType<typeof fromContact>) =>
	own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null, receivedAt: now }, { ...hasty });
const notes = () => desk.written.flatMap((message) => (message['private'] === true ? [String(message['content'])] : []));
const texts = async () => (await own.channels.outbox.list('default', {}, 10)).map(({ content }) => 'text' in content && content.text);
const waiting = async () =>
	(await (await openEvents(own.host)).read('default', 0, 100))
		.filter(({ type }) => type === 'conversation.waiting')
		.map(({ data }) => data);

it('tells desk, list and subscribers of a customer whose agent is away, and the customer, whose text ends no wait (cleitonme/Whazing-SaaS#397)', async () => {
	const { conversation } = (await apply(fromContact('Tem prensa de 60 t?'))) as { conversation: string };
	now += 10 * minute;
	await waitUntil('the note', () => notes().length === 1);
	expect(notes()[0]).toMatch(/^O cliente espera pelo agente desde /);
	await waitUntil('the text', async () => (await texts()).length === 1);
	expect(await texts()).toEqual(['Já voltamos com você.']);
	expect(await waiting()).toEqual([{ channel: 'sales', conversation, waitsFor: 'agent', minutes: 10 }]);
	expect(await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 10)).toMatchObject([
		{ id: conversation, wait: { waitsFor: 'agent', isLate: true } },
	]);
	now += 60 * minute;
	await apply(fromContact('Alô?'));
	now += 60 * minute;
	await waitUntil('the second look', async () => (await own.channels.waits.late.nextDue()) === undefined);
	expect([notes().length, (await texts()).length, (await waiting()).length]).toEqual([1, 1, 1]);
});

it('writes to the people of a tenant in their language and time zone, where the customer shows none', async () => {
	await worker.close(1_000);
	const readPeople = async () => ({ language: 'pt' as const, timeZone: 'America/Sao_Paulo' });
	worker = startChannelWorker(own.channels, {
		...{ clock: { now: () => now }, canAnswer: () => false, answer: async () => {}, onFault: () => {}, readPeople },
	});
	await apply(fromContact('ok'));
	const since = toZonedMinute(now, 'America/Sao_Paulo');
	now += 10 * minute;
	await waitUntil('the note', () => notes().length === 1);
	expect(notes()[0]).toContain(`O cliente espera pelo agente desde ${since}.`);
});

it('says nothing to a customer in a conversation that is switched off, of whom people are told', async () => {
	await apply(fromAccount('/bot off'));
	await apply(fromContact('Oi?'));
	now += 30 * minute;
	await waitUntil('the note', () => notes().length === 1);
	expect(notes()[0]).toMatch(/^Ninguém respondeu desde /);
	expect(await texts()).toEqual([]);
});

it('says nothing to a customer whom somebody answers at that moment', async () => {
	await worker.close(1_000);
	await apply(fromContact('Oi?'));
	now += 10 * minute;
	const [late] = await own.channels.waits.late.take('t', { max: 10, leaseMs: minute });
	const waits = { ...own.channels.waits, tell: () => Promise.resolve(false) };
	await tellWaits({ ...own.channels, waits, onFault: () => {} }).perform(late!.content, late!, AbortSignal.timeout(minute));
	expect(await texts()).toEqual([]);
});
