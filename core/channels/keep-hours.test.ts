import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { waitUntil } from '../../test/support/wait-until';
import { describeTurn } from '../conversations/mailbox/describe-turn';
import { findFacts } from '../conversations/find-facts';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import { type ChannelWorker, startChannelWorker } from './channel-worker';

const minute = 60_000;
let now: number;
let own: ChannelHost;
let workers: ChannelWorker[];
let answered: Array<{ text: string; facts: object }>;
beforeEach(async () => {
	answered = [];
	workers = [];
	now = Date.parse('2026-11-27T20:58:00Z'); // a Friday, 17:58 in São Paulo
	own = await createChannelHost({ now: () => now });
	await own.channels.waits.leave('default', own.conversation, { by: 'user:test', reason: 'test' });
	// Two processes.
	for (let index = 0; index < 2; index++) workers.push(startWorker());
});
afterEach(async () => {
	await Promise.all(workers.map((worker) => worker.close(1_000)));
	await own.remove();
});

const startWorker = () =>
	startChannelWorker(
		{ ...own.channels, readLanguage: () => Promise.resolve('pt') },
		{
			...{ clock: { now: () => now }, canAnswer: () => true },
			onFault: (what, fault) => void answered.push({ text: `${what}: ${String(fault)}`, facts: {} }),
			async answer(turn, holder) {
				answered.push({ text: await describeTurn(own.channels.mailbox, turn), facts: findFacts(turn.conversation, turn.hours) });
				await own.channels.mailbox.end(turn, holder, { kind: 'done' });
			},
		},
	);
const office = { hours: ['mon-fri 09:00-18:00'], holidays: ['BR', '2026-11-30'], timeZone: 'America/Sao_Paulo' };
const open = (rules: Partial<MailboxRules> = {}) =>
	own.change({ rules: { ...hasty, ...office, closedText: 'Voltamos {opens}.', ...rules } });
const write = (text: string) =>
	own.channels.mailbox.apply(
		fromContact(text, { at: now }),
		{ tenant: 'default', channel: 'sales', receipt: null, receivedAt: now },
		hasty,
	);
const sent = async () => (await own.channels.outbox.list('default', {}, 10)).map(({ content }) => 'text' in content && content.text);
const back = 'Voltamos terça-feira, 1 de dezembro às 09:00.';
/** A turn that somebody holds is due at another time. */
const waits = (ms: number) => waitUntil('the turn to wait', async () => (await own.channels.mailbox.turns.nextDue()) === ms);
const answer = (count: number) => waitUntil('an answer', () => answered.length === count);

it('lets what is written while a channel is closed wait until it opens, and says so once (fazer-ai/agents#153, adeekshith/watomatic#190)', async () => {
	await open({ whenClosed: 'wait' });
	await write('Aberto?');
	await answer(1);
	expect([answered, await sent()]).toEqual([[{ text: 'Aberto?', facts: { channel: 'sales', labels: [], isOpen: true } }], []]);
	now += 2 * minute;
	await write('Tem prensa?');
	await waitUntil('the text', async () => (await sent()).length === 1);
	now += 30 * minute;
	await write('De 60 t?');
	await waits(5 * minute);
	expect([answered.length, await sent()]).toEqual([1, [back]]);
	expect((await own.channels.channels.readBacklog()).filter(({ what }) => what === 'turn')).toEqual([]);
	now = Date.parse('2026-12-01T11:59:59Z');
	await write('Oi?');
	await waits(1_000);
	expect(answered).toHaveLength(1);
	now += 1_000;
	workers.push(startWorker());
	await answer(2);
	expect([answered[1]!.text, await sent()]).toEqual(['Tem prensa?\nDe 60 t?\nOi?', [back]]);
	now = Date.parse('2026-12-01T21:00:00Z');
	await write('E amanhã?');
	await waitUntil('the text of the next evening', async () => (await sent()).length === 2);
});

it('answers while it is closed where the channel does not say otherwise, and the agent knows it', async () => {
	now += 2 * minute;
	await open();
	await write('Tem prensa?');
	await answer(1);
	expect(answered).toEqual([
		{
			text: `[fora do horário de atendimento, que volta terça-feira, 1 de dezembro às 09:00]\n[já enviado ao cliente] ${back}\nTem prensa?`,
			facts: { channel: 'sales', labels: [], isOpen: false, opensAt: '2026-12-01T12:00:00.000Z' },
		},
	]);
	now += minute;
	await write('De 60 t?');
	await answer(2);
	expect(answered[1]!.text).toBe('[fora do horário de atendimento, que volta terça-feira, 1 de dezembro às 09:00]\nDe 60 t?');
	expect(await sent()).toEqual([back]);
});

it('follows other hours within five minutes', async () => {
	await open({ whenClosed: 'wait' });
	now += 2 * minute;
	await write('Tem prensa?');
	await waitUntil('the text', async () => (await sent()).length === 1);
	await waits(5 * minute);
	await open({ whenClosed: 'wait', hours: ['mon-fri 09:00-20:00'] });
	now += 5 * minute;
	workers.push(startWorker());
	await answer(1);
});
