import { openTenants } from '../../providers/compose/state/host-tenants';
import { fromAccount, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { defaultHandOverSettings } from '../ports/channels/hand-overs';
import type { ChannelEvent } from '../ports/channels/channel-events';
import type { Channel } from '../ports/channels/channel';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import { doDueWork } from '../work/work-runner';
import { followUp } from './follow-up';

const hour = 3_600_000;
let now: number;
let own: ChannelHost;
let abilities: Partial<Channel['abilities']>;
beforeEach(async () => {
	abilities = {};
	now = Date.parse('2026-11-27T18:00:00Z'); // a Friday, 15:00 in São Paulo
	own = await createChannelHost({ now: () => now });
	await own.channels.waits.leave('default', own.conversation, { by: 'user:test', reason: 'test' });
});
afterEach(() => own.remove());

const office = { hours: ['mon-fri 09:00-18:00'], timeZone: 'America/Sao_Paulo' };
const set = (rules: Partial<MailboxRules> = {}) =>
	own.change({ rules: { ...hasty, followUps: ['2h Ainda posso ajudar?', '1d Fico à disposição.'], ...rules } });
const apply = (event: ChannelEvent) =>
	own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null, receivedAt: now }, hasty);
/** Sends what waits. */
async function sendAll(): Promise<void> {
	for (const work of await own.channels.outbox.queue.take('w', { max: 10, leaseMs: 1_000 }))
		await own.channels.outbox.note(work, { kind: 'sent', messageIds: [`out-${work.key}`] });
}
/** The customer writes, and the agent answers. */
async function talk(from: Partial<Parameters<typeof fromContact>[1]> = {}): Promise<string> {
	const { conversation } = (await apply(fromContact('Tem prensa?', { at: now, ...from }))) as { conversation: string };
	const [turn] = await own.channels.mailbox.turns.take('a', { max: 1, leaseMs: 1_000 });
	await own.channels.outbox.enqueue('default', conversation, [{ key: `answer ${now}`, content: { kind: 'text', text: 'Temos. Qual?' } }], {
		answers: {},
	});
	await sendAll(); // before the turn ends, as can be
	await own.channels.mailbox.end(turn!.content, 'a', { kind: 'done' });
	return conversation;
}
/** Lets time pass, two processes look, and what they store is sent. @returns what the customer has got besides the answers */
async function pass(ms: number): Promise<string[]> {
	now += ms;
	const directory: typeof own.channels.directory = {
		async find(tenant, name) {
			const open = await own.channels.directory.find(tenant, name);
			return open && { ...open, channel: { ...open.channel, abilities: { ...open.channel.abilities, ...abilities } } };
		},
	};
	const look = () => doDueWork(followUp({ ...own.channels, directory, clock: { now: () => now } }));
	await Promise.all([look(), look()]);
	await sendAll();
	const sent = await own.channels.outbox.list('default', {}, 20);
	const texts = sent.toReversed().map(({ content }) => ('text' in content ? content.text : content.kind));
	return texts.filter((text) => text !== 'Temos. Qual?');
}
const first = ['Ainda posso ajudar?'];
const both = [...first, 'Fico à disposição.'];

it('writes to a silent customer as often as the channel says, each time once, over two processes', async () => {
	await set();
	await talk();
	expect([await pass(2 * hour - 1), await pass(1), await pass(24 * hour - 1), await pass(1), await pass(999 * hour)]).toEqual([
		[],
		first,
		first,
		both,
		both,
	]);
});

it('begins again after the customer wrote, and was answered', async () => {
	await set();
	await talk();
	expect(await pass(2 * hour)).toEqual(first);
	await talk();
	expect([await pass(2 * hour - 1), await pass(1)]).toEqual([first, [...first, ...first]]);
});

it.each<[string, (conversation: string) => Promise<unknown>]>([
	['the customer wrote (leandrosardi/blackstack#48)', () => apply(fromContact('Obrigado', { at: now }))],
	['a person wrote', () => apply(fromAccount('Eu cuido.', { at: now }))],
	['the customer opted out', () => apply(fromContact('parar', { at: now }))],
	['the customer demanded their data', () => apply(fromContact('apague meus dados', { at: now }))],
	['it is switched off', () => apply(fromAccount('/bot off', { at: now }))],
	['the channel has no follow-ups any more', () => set({ followUps: undefined as never })],
	[
		'it was handed over, also when the agent is back',
		async (conversation) => {
			const request = { key: 'h1', reason: 'hot', language: 'pt', by: 'agent', lastWords: [], pauseMs: null } as const;
			await own.channels.handOvers.begin('default', conversation, { ...request, settings: defaultHandOverSettings });
			await own.channels.mailbox.setMode('default', conversation, { mode: 'agent', until: null, by: 'user:ana' });
		},
	],
])('writes nothing where %s', async (_what, happen) => {
	await set();
	const conversation = await talk();
	now += hour;
	await happen(conversation);
	const before = (await pass(0)).length;
	expect(await pass(999 * hour)).toHaveLength(before);
});

it('withdraws one that waits to be sent when the customer writes (douglara/chatwoot-botpress-bridge#24)', async () => {
	await set();
	const conversation = await talk();
	now += 2 * hour;
	await doDueWork(followUp({ ...own.channels, clock: { now: () => now } }));
	await apply(fromContact('Oi', { at: now }));
	const [send] = await own.channels.outbox.list('default', { conversation }, 1);
	expect(send).toMatchObject({ content: { text: first[0] }, state: 'withdrawn', reason: 'the customer wrote' });
});

it('counts what the customer got under two names when the conversations become one', async () => {
	const lid = { kind: 'lid' as const, value: '123456789', proof: 'provider' as const };
	const phone = { kind: 'phone' as const, value: '5544999999999', proof: 'provider' as const };
	await set({ followUps: ['1h Ainda posso ajudar?'] });
	const id = await talk({ address: '123456789@lid', contact: [lid] });
	now += 300_000;
	await talk();
	expect(await pass(hour)).toEqual([...first, ...first]);
	const say = async (key: string) => {
		await own.channels.outbox.enqueue('default', id, [{ key, content: { kind: 'text', text: 'Temos. Qual?' } }]);
		await sendAll();
	};
	now += 600_000;
	await say('sent');
	await apply(fromAccount('Temos. Qual?', { at: now, address: '123456789@lid', contact: [lid, phone], byProgram: true }));
	await say('arrived');
	expect(await pass(5 * hour)).toEqual([...first, ...first]);
});

it('waits for the hours of the channel, also where processes were down (Friday evening, Monday a holiday)', async () => {
	await set({ ...office, holidays: ['2026-11-30'], followUps: ['4h Ainda posso ajudar?'] });
	await talk();
	const opens = Date.parse('2026-12-01T12:00:00Z');
	expect([await pass(4 * hour), await pass(opens - 1 - now), await pass(2)]).toEqual([[], [], first]);
	await talk();
	expect([await pass(Date.parse('2026-12-02T02:00:00Z') - now), await pass(Date.parse('2026-12-02T12:00:00Z') - now)]).toEqual([
		first,
		[...first, ...first],
	]);
});

it.each<[string | undefined, string[]]>([
	[undefined, []],
	['continue_talk/pt_BR', ['template']],
])('writes outside of the window of 24 hours with the template %s only', async (template, got) => {
	abilities = { serviceWindowMs: 24 * hour, sends: new Set(['text', 'template']) };
	await set({ followUps: ['1d Ainda posso ajudar?'], ...(template && { template }) });
	await talk();
	expect(await pass(24 * hour)).toEqual(got);
});

it('writes to nobody without the legal basis that the channel or the tenant demands, and says why (rapidpro/rapidpro#1160)', async () => {
	await set({ requiredBases: ['follow-ups marketing consent'] });
	const id = await talk();
	expect(await pass(2 * hour)).toEqual([]);
	const listed = await own.channels.handOvers.listModes('default', 'sales', 9);
	expect(listed.filter(({ kind }) => kind === 'no-basis')).toMatchObject([
		{ conversation: id, reason: 'no consent for the purpose "marketing" is in force for the contact' },
	]);
	const { contact } = (await own.channels.mailbox.find('default', id))!;
	const facts = { basis: 'consent', way: 'message', by: 'user:ana' } as const;
	await own.channels.rights.grantConsent('default', contact, { purpose: 'marketing', ...facts });
	// The next one comes at its time, and not the one that was refused.
	expect(await pass(24 * hour)).toEqual(['Fico à disposição.']);
	const tenants = (await openTenants(own.host))!;
	await tenants.set({ name: 'default', rules: { requiredBases: ['follow-ups profiling'] }, changedAt: 1, changedBy: 'user:ana' });
	await talk();
	expect(await pass(2 * hour)).toEqual(['Fico à disposição.']);
	await own.channels.rights.grantConsent('default', contact, { purpose: 'profiling', ...facts });
	await talk();
	expect(await pass(2 * hour)).toEqual(['Fico à disposição.', ...first]);
});
