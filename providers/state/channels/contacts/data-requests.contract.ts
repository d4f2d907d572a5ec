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
}
