import { createHmac } from 'node:crypto';
import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { AliasClaim, ConversationEvent } from '../../../../core/ports/channels/channel-events';
import type { Send } from '../../../../core/ports/channels/outbox';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import { acme, channelSteps, fromAccount, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

/** As the key of a host does it. */
export const openNames = async () => (tenant: string, name: string) =>
	createHmac('sha256', 'key').update(`${tenant} ${name}`).digest('base64url');

const leaseMs = 60_000;
const lid: AliasClaim = { kind: 'lid', value: '99887766554433', proof: 'provider' };
const phone: AliasClaim = { kind: 'phone', value: '5544999999999', proof: 'provider' };

/** What every store promises to contacts who demand something. */
export function describeContactRights(open: () => ChannelStores): void {
	const { apply, take, begin, send } = channelSteps(open);
	async function say(text: string, changes: Parameters<typeof fromContact>[1] = {}) {
		const applied = await apply(fromContact(text, changes));
		if (applied.kind !== 'message') throw new Error(applied.kind);
		return applied;
	}
	const outgoing = async () => (await open().outbox.list('acme', {}, 20)).map(({ content, state }) => [textOf(content), state]);
	const textOf = (content: Send['content']) => (content.kind === 'text' ? content.text : content.kind);
	const enqueue = (id: string, text: string, tenant = 'acme') =>
		open().outbox.enqueue(tenant, id, [{ key: `${text} ${Math.random()}`, content: { kind: 'text', text } }], { evenIfSilent: true });

	describe('a contact who wants no more messages', () => {
		it('gets a text with a protocol, without a turn, and nothing afterwards, whoever sends it (shridarpatil/whatomate#539)', async () => {
			const turn = await begin('Quanto custa?');
			await send(turn, 'waits to be sent');
			const { right, conversation, contact } = await say('PARAR');
			expect(right).toBe('opt-out');
			const { rights, mailbox } = open();
			expect(await mailbox.beginEffects(turn, 'a')).not.toBe('go');
			expect(await take()).toBeUndefined();
			const [request] = await rights.list('acme', {}, 10);
			expect(request).toMatchObject({ kind: 'opt-out', contact, conversation, channel: 'whatsapp', by: 'contact', settledAt: null });
			expect(request!.protocol).toMatch(/^\d{4}-\d\d-\d\d-[2-9A-Z]{4}$/);
			expect(await outgoing()).toEqual([
				[expect.stringMatching(`não vai mais receber mensagens nossas. Protocolo: ${request!.protocol}`), 'queued'],
				['waits to be sent', 'withdrawn'],
			]);
			expect(await enqueue(conversation, 'a reminder')).toEqual({ kind: 'opted-out' });
			await say('sair');
			expect(await outgoing()).toHaveLength(2);
			expect(await rights.list('acme', {}, 10)).toHaveLength(1);
		});

		it('is heard also while a person answers, and nothing follows of a hand-over', async () => {
			await say('hello');
			await apply(fromAccount('I am Ana.'));
			const { conversation, contact } = await say('stop!');
			expect(await outgoing()).toEqual([[expect.stringContaining('no more messages'), 'queued']]);
			await open().mailbox.setMode('acme', conversation, { mode: 'agent', until: null, by: 'user:ana' });
			const settings = { ...defaultHandOverSettings, desk: null };
			const words = { key: 'h 0', content: { kind: 'text' as const, text: 'A person will write.' } };
			const handOver = {
				key: 'h',
				reason: 'x',
				language: 'en' as const,
				by: 'process:sales',
				lastWords: [words],
				settings,
				pauseMs: 1_000,
			};
			const timed = { ...handOver, settings: { ...settings, unansweredMinutes: 5 } };
			expect(await open().handOvers.begin('acme', conversation, timed)).toMatchObject({
				...{ kind: 'handed-over', handOver: { answerBy: null } },
			});
			expect(await outgoing()).toHaveLength(1);
			// No agent returns, whom they would wait for without an answer, until they want messages again.
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'person', modeUntil: null });
			expect(await open().rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'agent' });
		});

		it('gets nothing that was tried before, and the protocol also after a failure (SplitTime/OpenSplitTime#1947)', async () => {
			const turn = await begin();
			await send(turn, 'on its way');
			const { queue, note, list, resend } = open().outbox;
			const takeSend = async () => (await queue.take('s', { max: 1, leaseMs }))[0]!;
			const failing = await takeSend();
			await say('stop');
			const busy = { kind: 'refused' as const, retryable: true, reason: 'busy' };
			expect(await note(failing, busy, { retryAfterMs: 0 })).toBeUndefined();
			expect((await list('acme', { state: 'withdrawn' }, 9)).map(({ id }) => id)).toEqual([failing.content.id]);
			expect(await resend('acme', failing.content.id)).toBe(false);
			const told = await takeSend();
			await note(told, busy, { retryAfterMs: 0 });
			expect((await takeSend()).content).toMatchObject({ id: told.content.id, state: 'sending' });
		});

		it('gets nothing that was held, also after a merge, and who asks for something else gets it', async () => {
			const { outbox, contacts, rights } = open();
			const hold = async () => {
				const [work] = await outbox.queue.take('s', { max: 10, leaseMs });
				return async () => outbox.note(work!, { kind: 'held', template: { kind: 'template', name: 'hi', language: 'en', parameters: [] } });
			};
			const other = await say('hello', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			await enqueue(other.conversation, 'other');
			await (
				await hold()
			)();
			await (
				await hold()
			)(); // the template
			const { conversation, contact } = await say('hello');
			await enqueue(conversation, 'one');
			await (
				await hold()
			)();
			await say('quais dados vocês têm sobre mim?');
			expect((await outgoing()).find(([text]) => text === 'one')).toEqual(['one', 'queued']);
			const again = await hold();
			await rights.optOut('acme', contact, 'user:ana');
			await again();
			expect((await outgoing()).find(([text]) => text === 'one')).toEqual(['one', 'withdrawn']);
			await contacts.merge('acme', { from: contact, into: other.contact, by: 'user:ana', reason: 'same' });
			await say('And now?', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			expect((await outgoing()).find(([text]) => text === 'other')).toEqual(['other', 'withdrawn']);
		});

		it('stays so under every name, in other channels, after a merge and after being forgotten (pentacent/keila#259)', async () => {
			const { contacts, rights } = open();
			const { contact } = await say('stop', { contact: [phone, lid] });
			const other = await say('hello', { contact: [{ kind: 'telegram', value: '77', proof: 'provider' }], address: '77' });
			expect(await rights.isOptedOut('acme', other.contact)).toBe(false);
			await enqueue(other.conversation, 'waits to be sent');
			const turn = (await take())!;
			await contacts.merge('acme', { from: contact, into: other.contact, by: 'user:ana', reason: 'same' });
			expect(await rights.isOptedOut('acme', other.contact)).toBe(true);
			expect(await open().mailbox.beginEffects(turn, 'a')).not.toBe('go');
			expect(await outgoing()).toEqual([
				['waits to be sent', 'withdrawn'],
				[expect.stringContaining('no more messages'), 'queued'],
			]);
			// What they asked waits for people.
			expect((await take())?.messages).toHaveLength(1);
			expect(await enqueue(other.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			await contacts.forget('acme', other.contact);
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ contact: null, conversation: null, settledAt: null }]);
			for (const [alias, address] of [
				[phone, phone.value],
				[lid, lid.value],
				[{ ...phone, kind: 'telegram', value: '77' }, '77'],
			] as const) {
				const back = await say('hello again', { contact: [alias], address });
				expect(await rights.isOptedOut('acme', back.contact)).toBe(true);
				expect(await enqueue(back.conversation, 'hello')).toEqual({ kind: 'opted-out' });
			}
			const { right } = await say('voltar', { contact: [lid], address: lid.value });
			expect(right).toBe('opt-in');
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ settledBy: 'contact' }]);
			const again = await say('hello', { contact: [phone, lid] });
			expect(await rights.isOptedOut('acme', again.contact)).toBe(false);
		});

		it('stays so under a name that is another person by now', async () => {
			const { contacts, rights } = open();
			const { contact } = await say('stop', { contact: [phone, lid] });
			const act = { by: 'user:ana', reason: 'two people' };
			const other = await contacts.separate('acme', { contact, aliases: [lid], conversations: [], ...act });
			const optIn = (whom: string) => rights.optIn('acme', whom, act);
			await contacts.forget('acme', contact);
			const back = await say('hi', { contact: [phone] });
			expect([await optIn(back.contact), await rights.isOptedOut('acme', other!)]).toEqual([true, true]);
			expect([await optIn(other!), await rights.list('acme', { isOpen: true }, 9)]).toEqual([true, []]);
		});

		it('stays so without any name that a provider tells', async () => {
			const { conversation, contact } = await say('stop', { contact: [], address: 'line-7' });
			expect(await enqueue(conversation, 'hello')).toEqual({ kind: 'opted-out' });
			expect(await open().rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await enqueue(conversation, 'hello')).toMatchObject({ kind: 'queued' });
			expect(await open().rights.optOut('acme', contact, 'user:ana')).toBeDefined();
			expect(await open().rights.optOut('acme', 'nobody', 'user:ana')).toBeUndefined();
		});

		it('is one of its tenant alone', async () => {
			await say('stop');
			const source = { ...acme, tenant: 'other' };
			const applied = await open().mailbox.apply(fromContact('hello'), source, hasty);
			if (applied.kind !== 'message') throw new Error(applied.kind);
			expect(await enqueue(applied.conversation, 'hello', 'other')).toMatchObject({ kind: 'queued' });
			expect(await open().rights.list('other', {}, 9)).toEqual([]);
		});

		it('comes back by a word, or by a person (rapidpro/rapidpro#519)', async () => {
			const { rights } = open();
			expect((await say('start')).right).toBeUndefined();
			const { conversation } = await say('parar');
			const settings = { ...defaultHandOverSettings, desk: null };
			const handOver = { key: 'h', reason: 'x', language: 'en' as const, by: 'agent', lastWords: [], settings, pauseMs: null };
			await open().handOvers.begin('acme', conversation, handOver);
			const { right, contact } = await say('VOLTAR');
			expect(right).toBe('opt-in');
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'agent' });
			expect(await rights.isOptedOut('acme', contact)).toBe(false);
			expect(await rights.list('acme', {}, 9)).toMatchObject([{ settledBy: 'contact' }]);
			expect((await outgoing())[0]![0]).toContain('voltamos a escrever');
			const protocol = await rights.optOut('acme', contact, 'user:ana');
			expect(await rights.list('acme', { isOpen: true }, 9)).toMatchObject([{ protocol, by: 'user:ana', channel: null }]);
			expect(await rights.optOut('acme', contact, 'user:ana')).toBeUndefined();
			expect(await rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(true);
			expect(await rights.optIn('acme', contact, { by: 'user:ana', reason: 'They called.' })).toBe(false);
			const kinds = (await open().contacts.readChanges('acme', contact)).map(({ kind }) => kind);
			expect(kinds.filter((kind) => kind.startsWith('opted'))).toEqual(['opted-out', 'opted-in', 'opted-out', 'opted-in']);
		});

		it('can block the bot, and what was demanded in words outlives the block', async () => {
			const { contact, conversation } = await say('hello');
			let key = 0;
			const block = (status: string): ConversationEvent => ({
				...{ kind: 'conversation', key: `b ${(key += 1)}`, address: '5544999999999', at: Date.now(), changes: { status }, contact: [] },
			});
			const isOut = () => open().rights.isOptedOut('acme', contact);
			await apply(block('blocked'));
			expect(await isOut()).toBe(true);
			// A person at the desk opens its conversation with the same contact.
			await open().handOvers.link('acme', 'desk', conversation, '9');
			await open().mailbox.apply({ ...block('open'), address: '9', contact: [phone] }, { ...acme, channel: 'desk' }, hasty);
			expect(await isOut()).toBe(true);
			await apply(block('open'));
			expect(await isOut()).toBe(false);
			await say('parar');
			await apply(block('blocked'));
			await apply(block('open'));
			expect(await isOut()).toBe(true);
		});
	});

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
