import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import { acme, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs, phone, rightSteps } from './right-steps.contract';

/** What every store promises to contacts who ask about their data. */
export function describeDataRequests(open: () => ChannelStores): void {
	const { apply, take, say, outgoing, enqueue } = rightSteps(open);

	it.each([[['whatsapp', 'desk']], [['desk', 'whatsapp']]])(
		'a demand that also reaches the desk on the same number is one, in the order %j',
		async (channels) => {
			const { handOvers, mailbox, rights } = open();
			const { conversation } = await say('hello');
			await handOvers.link('acme', 'desk', conversation, '9');
			const ofDesk: AliasClaim[] = [
				{ kind: 'chatwoot:1', value: '5', proof: 'provider' },
				{ ...phone, proof: 'entered' },
			];
			const demand = async (text: string) => {
				for (const channel of channels)
					await mailbox.apply(fromContact(text, channel === 'desk' ? { address: '9', contact: ofDesk } : {}), { ...acme, channel }, hasty);
				return [(await outgoing()).length, (await rights.list('acme', { isOpen: true }, 9)).length];
			};
			expect(await demand('apague meus dados')).toEqual([1, 1]);
			expect(await demand('PARAR')).toEqual([2, 2]);
			expect(await enqueue(conversation, 'a reminder')).toEqual({ kind: 'opted-out' });
			expect(await demand('VOLTAR')).toEqual([3, 1]);
			expect((await open().outbox.list('acme', { channel: 'desk' }, 9)).length).toBe(0);
		},
	);

	it('a request that is repeated has the number of the first, and one that a correction makes is heard', async () => {
		const { rights } = open();
		const waits = fromContact('apague meus dadoss');
		await apply(waits);
		expect(await say('apague meus dados', { edits: waits.id })).toMatchObject({ right: 'erasure' });
		expect(await take()).toBeUndefined();
		expect(await say('Apaguem os meus dados, por favor')).toMatchObject({ right: 'erasure' });
		const [request, ...others] = await rights.list('acme', {}, 9);
		expect(others).toEqual([]);
		for (const [text] of await outgoing()) expect(text).toContain(request!.protocol);
		expect(await outgoing()).toHaveLength(2);
	});

	it('a request about data is answered and kept until somebody has seen to it, and the rest of the burst has a turn', async () => {
		const { rights } = open();
		await say('Quanto custa a prensa?');
		const { contact, right } = await say('apague meus dados');
		expect(right).toBe('erasure');
		expect(await say('quais dados vocês têm sobre mim?')).toMatchObject({ right: 'access' });
		const turn = await takeTurn(open().mailbox, 'a', leaseMs);
		expect(turn!.messages).toHaveLength(1);
		const listed = await rights.list('acme', { isOpen: true, contact }, 9);
		const [access, erasure] = ['access', 'erasure'].map((kind) => listed.find((each) => each.kind === kind)!);
		expect((await outgoing()).map(([text]) => text)).toEqual([
			expect.stringContaining(`dados que temos de você. Protocolo: ${access!.protocol}`),
			expect.stringContaining(`exclusão de dados. Protocolo: ${erasure!.protocol}`),
		]);
		const act = { by: 'user:ana', outcome: 'Sent by mail.' };
		expect(await rights.settle('acme', access!.protocol, act)).toBe(true);
		expect(await rights.settle('acme', access!.protocol, act)).toBe(false);
		expect(await rights.list('acme', { isOpen: true, kinds: ['access', 'erasure'] }, 9)).toEqual([erasure]);
		expect(await rights.list('acme', { before: [listed[0]!.at, listed[0]!.protocol] }, 9)).toMatchObject([
			{ protocol: listed[1]!.protocol },
		]);
	});

	it('a request that came another way is noted once, extended once, and refused or done once', async () => {
		const { rights } = open();
		const { contact } = await say('hello');
		const at = Date.now() - 86_400_000;
		const note = (kind: 'access' | 'erasure' | 'rectification', tenant = 'acme') =>
			rights.request(tenant, contact, { kind, by: 'user:ana', at });
		const { protocol, isNew } = (await note('rectification'))!;
		expect([isNew, await note('rectification')]).toEqual([true, { protocol, isNew: false }]);
		expect([await note('access', 'other'), await rights.find('other', protocol)]).toEqual([undefined, undefined]);
		expect(await rights.find('acme', protocol)).toEqual({
			protocol,
			kind: 'rectification',
			contact,
			channel: null,
			conversation: null,
			at,
			by: 'user:ana',
			extendedAt: null,
			extensionReason: null,
			dueAt: null,
			settledAt: null,
			settledBy: null,
			outcome: null,
			isRefused: false,
		});
		const dueAt = at + 90 * 86_400_000;
		const extend = () => rights.extend('acme', protocol, { by: 'user:ana', reason: 'Many records', dueAt });
		expect([await extend(), await extend()]).toEqual([true, false]);
		const waiting = { protocol, tenant: 'acme', dueAt, extensionReason: 'Many records', extendedAt: expect.any(Number) as number };
		expect(await rights.listWaiting()).toMatchObject([waiting]);
		expect(await rights.listWaiting(undefined, (await rights.listWaiting())[0])).toEqual([]);
		expect([await rights.listWaiting('acme'), await rights.listWaiting('other')]).toMatchObject([[waiting], []]);
		const refuse = () => rights.settle('acme', protocol, { by: 'user:ana', outcome: 'Nothing is wrong', isRefused: true });
		expect([await refuse(), await refuse()]).toEqual([true, false]);
		expect(await rights.find('acme', protocol)).toMatchObject({ isRefused: true, outcome: 'Nothing is wrong', settledBy: 'user:ana' });
		expect([await rights.listWaiting(), await extend()]).toEqual([[], false]);
		expect((await note('rectification'))!.isNew).toBe(true);
		expect(await open().contacts.forget('acme', contact)).toBe(true);
		const written = { outcome: null, extensionReason: null };
		expect(await rights.find('acme', protocol)).toMatchObject({ contact: null, isRefused: true, settledBy: 'user:ana', ...written });
	});

	it('an open request has the day of the first letter, unless it was extended', async () => {
		const { rights } = open();
		const { contact } = await say('hello');
		const now = Date.now();
		const note = (at: number) => rights.request('acme', contact, { kind: 'portability', by: 'user:ana', at });
		const { protocol } = (await note(now))!;
		const came = async () => (await rights.find('acme', protocol))!.at;
		for (const [at, counted] of [
			[now - 1_000, now - 1_000],
			[now, now - 1_000],
		] as const) {
			expect(await note(at)).toEqual({ protocol, isNew: false });
			expect(await came()).toBe(counted);
		}
		await rights.extend('acme', protocol, { by: 'user:ana', reason: 'Many records', dueAt: now + 90 * 86_400_000 });
		await note(now - 9_000);
		expect(await came()).toBe(now - 1_000);
	});

	it('neither opt-outs nor restrictions wait for an answer', async () => {
		const { rights } = open();
		const { contact } = await say('parar');
		await rights.restrict('acme', contact, { by: 'user:ana', reason: 'contested', language: 'en' });
		expect(await rights.listWaiting()).toEqual([]);
		const [restriction] = await rights.list('acme', { kinds: ['restriction'] }, 9);
		expect(await rights.extend('acme', restriction!.protocol, { by: 'user:ana', reason: 'x', dueAt: 1 })).toBe(false);
		expect(await rights.settle('acme', restriction!.protocol, { by: 'user:ana', outcome: 'x' })).toBe(false);
	});
}
