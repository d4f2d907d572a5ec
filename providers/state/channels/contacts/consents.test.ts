import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { NewSend } from '../../../../core/ports/channels/outbox';
import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { leaseMs, openNames, rightSteps } from './right-steps.contract';

let now: number;
let stores: ChannelStores;
beforeEach(() => {
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now }, openNames });
});
afterEach(() => stores.close());

const { say, outgoing, begin } = rightSteps(() => stores);
const by = 'user:ana';
const grant = (contact: string, at?: number) =>
	stores.rights.grantConsent('acme', contact, { purpose: 'marketing', basis: 'consent', way: 'form', by, ...(at && { at }) });

const withdraw = (contact: string) =>
	stores.rights.withdrawConsent('acme', contact, { purpose: 'marketing', way: 'spoken', by, reason: 'They called.' });
const put = (rules: ChannelRecord['rules'], agent: string | null = null) =>
	stores.channels.put(
		{
			...{ tenant: 'acme', name: 'whatsapp', provider: 'z-api', settings: {}, credential: 'c', agent, message: null },
			...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: by },
			...{ handOver: defaultHandOverSettings, rules },
		},
		true,
	);
const demand = (...requiredBases: string[]) => put({ requiredBases });

it('lets a consent that is given after an opt-out count', async () => {
	const { contact } = await say('hello');
	await say('parar');
	await say('voltar');
	now += 1;
	expect(await grant(contact)).toMatchObject({ isInForce: true });
	expect(await grant(contact, now + 60_000)).toMatchObject({ isInForce: true });
	expect((await stores.rights.listConsents('acme', contact, 1))[0]).toMatchObject({ at: now });
});

describe('a message that needs a legal basis, a day after the last word of the customer', () => {
	const template = { kind: 'template' as const, name: 'sale', language: 'pt_BR', parameters: [] };
	const text = { kind: 'text' as const, text: 'News!' };
	const days = 24 * 60 * 60 * 1_000;
	const enqueue = (conversation: string, key: string, content: MessageContent = text, more: Partial<NewSend> = {}, options = {}) =>
		stores.outbox.enqueue('acme', conversation, [{ key, content, ...more }], options);
	const take = () => stores.outbox.queue.take('s', { max: 10, leaseMs });
	/** Somebody wrote, and nothing is left to be answered. */
	async function answered(...requiredBases: string[]) {
		await demand(...requiredBases);
		const { conversation, contact } = (await say('hello')) as unknown as { conversation: string; contact: string };
		await stores.waits.leave('acme', conversation, { by, reason: 'nothing to say' });
		return { conversation, contact };
	}

	it('is a follow-up if it answers nothing, but not in a running conversation, by a person, or as an answer', async () => {
		const { conversation, contact } = await answered('follow-ups marketing');
		expect(await enqueue(conversation, 'soon')).toMatchObject({ kind: 'queued' });
		now += 365 * days;
		expect(await enqueue(conversation, 'a')).toEqual({ kind: 'no-basis' });
		expect(await enqueue(conversation, 'b', text, { writer: 'ana', byPerson: true })).toMatchObject({ kind: 'queued' });
		expect(await enqueue(conversation, 'soon')).toMatchObject({ kind: 'queued' });
		await say('Where is my order?');
		now += 2 * days;
		expect(await enqueue(conversation, 'c')).toMatchObject({ kind: 'queued' });
		await stores.waits.leave('acme', conversation, { by, reason: 'nothing to say' });
		expect(await enqueue(conversation, 'd')).toEqual({ kind: 'no-basis' });
		await grant(contact);
		expect(await enqueue(conversation, 'd')).toMatchObject({ kind: 'queued' });
	});

	it('does not go out as the template of the channel either, which is exempt for an answer alone', async () => {
		const { conversation } = await answered('templates marketing');
		now += 2 * days;
		await enqueue(conversation, 'offer');
		const [offer] = await take();
		await stores.outbox.note(offer!, { kind: 'held', template });
		expect(await outgoing()).toEqual([['News!', 'withdrawn']]);
		await say('Where is my order?');
		await enqueue(conversation, 'answer');
		now += 2 * days;
		const [answer] = await take();
		await stores.outbox.note(answer!, { kind: 'held', template });
		expect((await take()).map(({ content }) => content.content)).toEqual([template]);
	});

	it('needs none where it answers, whatever it is, and is judged alone', async () => {
		const { conversation } = await answered('templates marketing');
		expect(await enqueue(conversation, 'a', template)).toEqual({ kind: 'no-basis' });
		const sends = [
			{ key: 'b', content: text },
			{ key: 'c', content: template },
		];
		expect(await stores.outbox.enqueue('acme', conversation, sends)).toMatchObject({ kind: 'queued', ids: [expect.any(String)] });
		expect(await outgoing()).toEqual([['News!', 'queued']]);
		await begin('Which one do you have?');
		const answers = await enqueue(conversation, 'd', template, {}, { answers: {} });
		expect(answers).toMatchObject({ kind: 'queued' });
		await take();
		expect(await outgoing()).toContainEqual(['template', 'queued']);
	});

	it('is not sent again by hand either, which says why', async () => {
		const { conversation, contact } = await answered('templates marketing');
		await grant(contact);
		const queued = (await enqueue(conversation, 'a', template)) as { ids: string[] };
		await withdraw(contact);
		await take();
		expect(await stores.outbox.resend('acme', queued.ids[0]!)).toEqual({ missing: expect.stringContaining('"marketing"') });
		expect(await outgoing()).toEqual([['template', 'withdrawn']]);
		expect(await enqueue(conversation, 'a', template)).toEqual({ kind: 'queued', ids: queued.ids });
	});

	it('is followed by the next follow-up, although its basis ended in the outbox', async () => {
		await put({ requiredBases: ['follow-ups marketing'], followUps: ['1h Hello?', '2h Are you there?'] }, 'sales');
		const turn = await begin();
		await stores.mailbox.end(turn, 'a', { kind: 'done' });
		const { id: conversation, contact } = turn.conversation;
		await enqueue(conversation, 'answer');
		const [answer] = await take();
		await stores.outbox.note(answer!, { kind: 'sent', messageIds: ['wamid.1'] });
		await grant(contact);
		now += 60 * 60 * 1_000;
		const [due] = await stores.followUps.due.take('f', { max: 1, leaseMs });
		expect(await stores.followUps.send(due!, text)).toBe(true);
		expect(await stores.followUps.due.nextDue()).toBeUndefined();
		await withdraw(contact);
		expect(await take()).toEqual([]);
		expect(await stores.followUps.due.nextDue()).toBe(2 * 60 * 60 * 1_000);
	});
});
