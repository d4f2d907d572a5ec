import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { PeopleFacts } from '../../../../core/ports/channels/people-facts';
import type { MediaContent } from '../../../../core/ports/channels/message-content';
import { fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { leaseMs, rightSteps } from './right-steps.contract';

const voice: MediaContent = { kind: 'audio', reference: 'a.ogg' };
const audible: MailboxRules = {
	...hasty,
	transcriptMs: 600_000,
	maxQuietMs: 600_000,
	audio: { transcriber: 'x', maxSeconds: 60, keeps: 'nothing' },
};

/** Describes in which messages a demand is heard, and what a channel can change about it. */
export function describeRightRules(open: () => ChannelStores): void {
	const { apply, take, say, outgoing } = rightSteps(open);
	const hear = async (text: string, rules: Partial<MailboxRules>) => {
		const applied = await apply(fromContact(text), { ...hasty, ...rules });
		return applied.kind === 'message' ? applied.right : applied.kind;
	};
	const texts = async () => (await outgoing()).map(([text]) => text);
	async function transcribe(words: string, people?: PeopleFacts): Promise<void> {
		const [task] = await open().audios.toTranscribe.take('t', { max: 1, leaseMs });
		await open().audios.note(task!, 0, { kind: 'text', text: words, seconds: 1, transcriber: 'fake' }, people);
	}

	describe('a channel', () => {
		it('answers a demand with texts of its own, in the language of the customer (department-of-veterans-affairs/notification-api#313)', async () => {
			const rightTexts = [
				'opt-out pt Paramos por aqui. {protocol}, guarde: {protocol}',
				'opt-out en Old. {protocol}',
				'opt-out en Bye. {protocol}',
			];
			expect(await hear('parar', { rightTexts })).toBe('opt-out');
			const [{ protocol } = { protocol: '' }] = await open().rights.list('acme', {}, 1);
			expect(await texts()).toEqual([`Paramos por aqui. ${protocol}, guarde: ${protocol}`]);
			await hear('voltar', { rightTexts });
			await hear('unsubscribe from your list', { rightTexts });
			expect(await texts()).toEqual([
				expect.stringMatching(/^Bye\. /),
				expect.stringContaining('voltamos a escrever'),
				expect.stringContaining('Paramos'),
			]);
		});

		it('hears words of its own, as the whole message only', async () => {
			const rightWords = ['opt-out chega!', 'access meu cadastro', 'opt-out não quero mais'];
			expect(await hear('Chega de enrolar, quanto custa?', { rightWords })).toBeUndefined();
			expect(await hear('CHEGA', {})).toBeUndefined();
			expect(await hear('Meu cadastro, por favor', { rightWords })).toBe('access');
			expect(await hear('Não quero mais', { rightWords })).toBe('opt-out');
			expect(await hear('voltar', { rightWords })).toBe('opt-in');
			expect(await hear('Chega', { rightWords })).toBe('opt-out');
		});

		it('can leave requests about data to its agent, and hears in any case that messages are to stop', async () => {
			const rules = { demands: 'stop' as const };
			expect(await hear('apague meus dados', rules)).toBeUndefined();
			expect((await take())!.messages).toHaveLength(1);
			expect(await hear('Não me mandem mais mensagens e apaguem meus dados.', rules)).toBe('opt-out');
			expect(await hear('Não me mandem mais mensagens. Apaguem meus dados.', rules)).toBe('opt-out');
			expect(await hear('voltar', rules)).toBe('opt-in');
			expect(await open().rights.list('acme', { kinds: ['erasure'] }, 9)).toEqual([]);
		});
	});

	describe('a demand', () => {
		it('can be two: messages stop, and the data is to be deleted', async () => {
			expect(await hear('Não me mandem mais mensagens. Apaguem meus dados!', {})).toBe('opt-out');
			const requests = await open().rights.list('acme', { isOpen: true }, 9);
			expect(requests.map(({ kind }) => kind).toSorted()).toEqual(['erasure', 'opt-out']);
			const texts = await outgoing();
			expect(texts).toEqual([[expect.stringMatching(/não vai mais receber.*VOLTAR\.\n\nRegistramos o seu pedido de exclusão/s), 'queued']]);
			for (const { protocol } of requests) expect(texts[0]![0]).toContain(protocol);
		});

		it('is heard in a caption, and in no picture that says nothing', async () => {
			const image: MediaContent = { kind: 'image', reference: 'i.jpg' };
			expect((await say('', { content: [image] })).right).toBeUndefined();
			expect((await say('', { content: [image, { kind: 'text', text: 'parar' }] })).right).toBe('opt-out');
			await say('voltar');
			expect((await say('', { content: [{ ...image, caption: 'Parar' }] })).right).toBe('opt-out');
		});

		it('is heard in an audio once it has its text, without a turn', async () => {
			await apply(fromContact('', { content: [voice] }), audible);
			await transcribe('Para de me mandar mensagem, por favor.');
			expect(await take()).toBeUndefined();
			const [request] = await open().rights.list('acme', {}, 9);
			expect(request).toMatchObject({ kind: 'opt-out', by: 'contact' });
			expect(await outgoing()).toEqual([[expect.stringContaining(request!.protocol), 'queued']]);
			// A copy of the words is not kept longer than that of others.
			expect((await open().audios.toForget.take('f', { max: 9, leaseMs })).length).toBe(1);
		});

		it('is told to people in their language where it was spoken', async () => {
			const ofDesk = { ...defaultHandOverSettings, desk: 'desk' };
			const facts = { tenant: 'acme', provider: 'z-api', settings: {}, credential: 'c', agent: null, message: null, rules: {} };
			const state = {
				state: 'active' as const,
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: 'user:a',
			};
			await open().channels.put({ ...facts, ...state, name: 'whatsapp', handOver: ofDesk }, true);
			await open().channels.put({ ...facts, ...state, name: 'desk', provider: 'chatwoot' }, true);
			await apply(fromContact('', { content: [voice] }), audible);
			await transcribe('apague os meus dados', { language: 'en' });
			const [write] = await open().handOvers.writes.take('w', { max: 1, leaseMs });
			expect(write!.content.content).toMatchObject({ text: expect.stringMatching(/^The customer wants their data deleted/) as string });
		});

		it('is heard in an audio whose turn was over, and in the middle of others', async () => {
			await apply(fromContact('', { content: [voice] }), { ...audible, transcriptMs: 0 });
			const turn = (await take())!;
			await open().mailbox.beginEffects(turn, 'a');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			await transcribe('apague os meus dados');
			expect(await open().rights.list('acme', {}, 9)).toMatchObject([{ kind: 'erasure' }]);
			expect(await take()).toBeUndefined();
			await apply(fromContact('Quanto custa?'), audible);
			await apply(fromContact('', { content: [voice] }), audible);
			await transcribe('quais dados vocês têm sobre mim?');
			expect((await take())!.messages).toHaveLength(1);
			expect(await open().rights.list('acme', { kinds: ['access'] }, 9)).toHaveLength(1);
		});

		it('is heard in a correction, also of a caption and of what was answered', async () => {
			const first = fromContact('', { content: [{ kind: 'image', reference: 'i.jpg', caption: 'parra' }] });
			await apply(first);
			expect((await say('', { edits: first.id, content: [{ kind: 'image', reference: 'i.jpg', caption: 'parar' }] })).right).toBe(
				'opt-out',
			);
			await say('voltar');
			const second = fromContact('saiir');
			await apply(second);
			const turn = (await take())!;
			await open().mailbox.beginEffects(turn, 'a');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			expect((await say('sair', { edits: second.id })).right).toBe('opt-out');
		});
	});
}
