import type { NewConsent } from '../../../../core/ports/channels/contact-consents';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { NewSend } from '../../../../core/ports/channels/outbox';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import { fromAccount } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs, rightSteps } from './right-steps.contract';

const second = 1_000;
const by = 'user:ana';
const template: MessageContent = { kind: 'template', name: 'sale', language: 'pt_BR', parameters: [] };

/** What every store promises about what contacts consented to. */
export function describeConsents(open: () => ChannelStores): void {
	const { apply, say, outgoing, enqueue } = rightSteps(open);
	const begun = Date.now();
	/** In the past, so that an opt-out of now comes later. */
	const ago = (seconds: number) => begun - seconds * second;
	const grant = (contact: string, consent: Partial<NewConsent> = {}) =>
		open().rights.grantConsent('acme', contact, { purpose: 'marketing', basis: 'consent', way: 'form', at: ago(100), by, ...consent });
	const withdraw = (contact: string, at?: number) =>
		open().rights.withdrawConsent('acme', contact, {
			purpose: 'marketing',
			way: 'spoken',
			by,
			reason: 'They called.',
			...(at !== undefined && { at }),
		});
	const isInForce = async (contact: string) => (await open().rights.listConsents('acme', contact, 50)).some((one) => one.isInForce);
	const demand = (...requiredBases: string[]) =>
		open().channels.put(
			{
				tenant: 'acme',
				name: 'whatsapp',
				provider: 'z-api',
				settings: {},
				credential: 'c',
				agent: null,
				message: null,
				state: 'active',
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: by,
				handOver: defaultHandOverSettings,
				rules: { requiredBases },
			},
			true,
		);
	const send = (conversation: string, content: MessageContent, key: string, more: Partial<NewSend> = {}) =>
		open().outbox.enqueue('acme', conversation, [{ key, content, ...more }], { evenIfSilent: true });

	describe('a legal basis for a purpose', () => {
		it('is stored with who, when, how and which text was shown, and the last act counts (cubecart/v6#1979)', async () => {
			const { contact } = await say('hello');
			const proof = { reference: 'wamid.1', textVersion: 'privacy-3', textHash: 'ab'.repeat(32), until: Date.now() + 60 * second };
			expect(await grant(contact, { way: 'message', ...proof })).toMatchObject({ isInForce: true });
			expect(await open().rights.listConsents('acme', contact, 9)).toMatchObject([
				{ purpose: 'marketing', act: 'granted', basis: 'consent', by, way: 'message', ...proof, isInForce: true, endedBy: null },
			]);
			expect(await withdraw(contact)).toMatchObject({ wasInForce: true });
			expect(await withdraw(contact)).toMatchObject({ wasInForce: false });
			expect(await isInForce(contact)).toBe(false);
			const all = await open().rights.listConsents('acme', contact, 9);
			expect(all.map(({ act, reason }) => [act, reason])).toEqual([
				['withdrawn', 'They called.'],
				['withdrawn', 'They called.'],
				['granted', null],
			]);
			expect(await open().rights.listConsents('acme', contact, 9, [all[1]!.at, all[1]!.id])).toEqual(all.slice(2));
			expect(await open().rights.listConsents('umbrella', contact, 9)).toEqual([]);
			expect(await grant('nobody')).toBeUndefined();
			expect(await withdraw('nobody')).toBeUndefined();
		});

		it('is not in force again because an older one is imported (mettle/sendportal-core#165, pentacent/keila#253)', async () => {
			const { contact } = await say('hello');
			await withdraw(contact, ago(50));
			expect(await grant(contact, { way: 'import' })).toMatchObject({ isInForce: false });
			expect(await grant(contact, { at: ago(50) })).toMatchObject({ isInForce: false });
			expect(await grant(contact, { at: ago(40) })).toMatchObject({ isInForce: true });
		});

		it('is still in force after a withdrawal of before, which says so', async () => {
			const { contact } = await say('hello');
			await grant(contact, { at: ago(50) });
			expect(await withdraw(contact, ago(60))).toMatchObject({ wasInForce: true, isInForce: true });
			expect(await withdraw(contact)).toMatchObject({ wasInForce: true, isInForce: false });
		});

		it('has an end', async () => {
			const { contact } = await say('hello');
			expect(await grant(contact, { until: ago(50) })).toMatchObject({ isInForce: false });
			expect(await open().rights.countConsents('acme')).toEqual([]);
		});

		it('ends with an opt-out, also after the contact came back, unless it is a contract', async () => {
			const { contact } = await say('hello');
			await grant(contact);
			await grant(contact, { purpose: 'profiling', basis: 'legitimate-interest' });
			await grant(contact, { purpose: 'service', basis: 'contract' });
			expect(await open().rights.countConsents('acme')).toHaveLength(3);
			await say('parar');
			const [{ protocol }] = (await open().rights.list('acme', {}, 1)) as unknown as [{ protocol: string }];
			const readStates = async () =>
				Object.fromEntries(
					(await open().rights.listConsents('acme', contact, 9)).map((one) => [one.purpose, [one.isInForce, one.endedBy]]),
				);
			const ended = { marketing: [false, protocol], profiling: [false, protocol], service: [true, null] };
			expect(await readStates()).toEqual(ended);
			await say('voltar');
			expect(await readStates()).toEqual(ended);
			expect(await open().rights.countConsents('acme')).toEqual([{ purpose: 'service', basis: 'contract', contacts: 1 }]);
			expect(await grant(contact)).toMatchObject({ isInForce: false });
		});

		it('is not said to be ended by an opt-out where it was over before', async () => {
			const { contact } = await say('hello');
			await grant(contact, { at: ago(100), until: ago(50) });
			await grant(contact, { purpose: 'profiling', at: ago(100) });
			await open().rights.withdrawConsent('acme', contact, { purpose: 'profiling', way: 'spoken', by, reason: 'x', at: ago(40) });
			await grant(contact, { purpose: 'follow-up', at: ago(100) });
			await grant(contact, { purpose: 'follow-up', at: ago(30) });
			await say('parar');
			const [{ protocol }] = (await open().rights.list('acme', {}, 1)) as unknown as [{ protocol: string }];
			const acts = await open().rights.listConsents('acme', contact, 9);
			expect(acts.map(({ purpose, act, endedBy }) => [purpose, act, endedBy]).toSorted()).toEqual([
				...[
					['follow-up', 'granted', null],
					['follow-up', 'granted', protocol],
				].toSorted(),
				['marketing', 'granted', null],
				['profiling', 'granted', null],
				['profiling', 'withdrawn', null],
			]);
			expect(await open().rights.listPurposes('acme')).toEqual(['follow-up', 'marketing', 'profiling']);
			expect(await open().rights.listPurposes('umbrella')).toEqual([]);
		});

		it('ends with an opt-out also if it was dated ahead of the clock', async () => {
			const { contact } = await say('hello');
			expect(await grant(contact, { at: Date.now() + 1_000 * second })).toMatchObject({ isInForce: true });
			await say('parar');
			expect(await isInForce(contact)).toBe(false);
		});

		it('is that of the last act of both after a merge, and of each after it is undone (margince/margince#5144, SuiteCRM/SuiteCRM#7132)', async () => {
			const telegram = { contact: [{ kind: 'telegram' as const, value: '77', proof: 'provider' as const }], address: '77' };
			const one = (await say('hello')).contact;
			const other = (await say('hello', telegram)).contact;
			await grant(one);
			await withdraw(other, ago(50));
			await open().contacts.merge('acme', { from: other, into: one, by, reason: 'same' });
			expect(await isInForce(one)).toBe(false);
			await grant(one, { at: ago(10) });
			expect(await isInForce(one)).toBe(true);
			await open().contacts.split('acme', { from: other, into: one, by, reason: 'not the same' });
			expect([await isInForce(one), await isInForce(other)]).toEqual([true, false]);
		});

		it('stays ended for both parts of a merge that is undone, if it was withdrawn meanwhile, or they opted out and came back', async () => {
			const telegram = { contact: [{ kind: 'telegram' as const, value: '77', proof: 'provider' as const }], address: '77' };
			const one = (await say('hello')).contact;
			const other = (await say('hello', telegram)).contact;
			const pair = { from: other, into: one, by, reason: 'same' };
			const states = async (contact: string) =>
				(await open().rights.listConsents('acme', contact, 50)).filter((row) => row.isInForce).map(({ purpose }) => purpose);
			await grant(other);
			await grant(other, { purpose: 'profiling', basis: 'legitimate-interest' });
			await grant(other, { purpose: 'service', basis: 'contract' });
			await grant(one);
			await open().contacts.merge('acme', pair);
			await withdraw(one);
			await open().contacts.split('acme', pair);
			expect([await states(one), await states(other)]).toEqual([[], ['service', 'profiling']]);
			await open().contacts.merge('acme', pair);
			await say('parar', telegram);
			await open().contacts.split('acme', pair);
			expect(await states(other)).toEqual(['service']);
			await say('voltar', telegram);
			expect(await states(other)).toEqual(['service']);
		});

		it('is forgotten with the contact', async () => {
			const { contact } = await say('hello');
			await grant(contact);
			await open().contacts.forget('acme', contact);
			expect(await open().rights.listConsents('acme', contact, 9)).toEqual([]);
		});
	});

	describe('a message that needs a legal basis', () => {
		it('is not sent without one, and the log of the channel says so once; answers are (AI-Shipping-Labs/website#1421)', async () => {
			await demand('templates marketing consent', 'first-messages service');
			const { contact, conversation } = await say('hello');
			expect(await send(conversation, template, 'a')).toEqual({ kind: 'no-basis' });
			expect(await send(conversation, template, 'b')).toEqual({ kind: 'no-basis' });
			expect(await enqueue(conversation, 'An answer')).toMatchObject({ kind: 'queued' });
			const modes = (await open().handOvers.listModes('acme', 'whatsapp', 9)).filter(({ kind }) => kind === 'no-basis');
			expect(modes).toMatchObject([{ conversation, reason: 'no consent for the purpose "marketing" is in force for the contact' }]);
			await grant(contact, { basis: 'legitimate-interest' });
			expect(await send(conversation, template, 'c')).toEqual({ kind: 'no-basis' });
			await grant(contact, { at: ago(50) });
			expect(await send(conversation, template, 'd')).toMatchObject({ kind: 'queued' });
		});

		it('is not sent first by us without one', async () => {
			await demand('first-messages service');
			await apply(fromAccount('Hi from the phone'));
			const [{ id: conversation, contact }] = (await open().mailbox.list('acme', {}, 1)) as unknown as [{ id: string; contact: string }];
			expect(await enqueue(conversation, 'We have news')).toEqual({ kind: 'no-basis' });
			await grant(contact, { purpose: 'service', basis: 'contract' });
			expect(await enqueue(conversation, 'We have news')).toMatchObject({ kind: 'queued' });
		});

		it('is withdrawn in several conversations of a contact at once', async () => {
			await demand('templates marketing');
			const { contact, conversation } = await say('hello');
			const conversations = [conversation];
			for (const value of ['71', '72', '73']) {
				const other = await say('hello', { contact: [{ kind: 'telegram', value, proof: 'provider' }], address: value });
				await open().contacts.merge('acme', { from: other.contact, into: contact, by, reason: 'same' });
				conversations.push(other.conversation);
			}
			await grant(contact);
			for (const id of conversations) await send(id, template, `to ${id}`);
			await withdraw(contact);
			const take = (holder: string) => open().outbox.queue.take(holder, { max: 1, leaseMs });
			expect(await Promise.all(conversations.map(take))).toEqual(conversations.map(() => []));
			expect(await outgoing()).toEqual(conversations.map(() => ['template', 'withdrawn']));
			const log = await open().contacts.readChanges('acme', contact);
			expect(log.filter(({ kind }) => kind === 'no-basis')).toHaveLength(conversations.length);
		});

		it('is withdrawn if its basis ends while it waits (LeadCMS/leadcms.core#255, stopstalk/stopstalk-deployment#177)', async () => {
			await demand('templates marketing');
			const { contact, conversation } = await say('hello');
			await grant(contact);
			await send(conversation, template, 'a');
			await enqueue(conversation, 'An answer');
			await withdraw(contact);
			const { queue } = open().outbox;
			expect(await queue.take('s', { max: 10, leaseMs })).toEqual([]);
			const [work] = await queue.take('s', { max: 10, leaseMs });
			expect(work!.content.content).toMatchObject({ text: 'An answer' });
			expect(await outgoing()).toEqual([
				['An answer', 'sending'],
				['template', 'withdrawn'],
			]);
			expect((await open().outbox.list('acme', { state: 'withdrawn' }, 9))[0]!.reason).toMatch(/no legal basis .*"marketing"/);
		});
	});
}
