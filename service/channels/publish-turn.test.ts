import { TurnFiles } from '../../core/channels/media/turn-files';
import { createSilentCustomer } from '../../test/support/channels/silent-customer';
import { takeTurn } from '../../test/support/channels/take-turn';
import { defaultMailboxRules, type MailboxRules } from '../../core/ports/channels/mailbox-rules';
import type { MediaContent, MessageContent } from '../../core/ports/channels/message-content';
import { acme, fromContact } from '../../providers/state/channels/contract/channel-steps.contract';
import { openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { maskCards, maskContent } from './mask-cards';
import type { MessageEngine } from './message-engine';
import { publishTurn } from './publish-turn';

const rules: MailboxRules = {
	...{ ...defaultMailboxRules, quietMs: 0, maxQuietMs: 60_000 },
	audio: { transcriber: 'speech', maxSeconds: 60, keeps: 'transcript' },
};
const voice: MediaContent = { kind: 'audio', reference: 'https://media.example/a.ogg' };

it('gives a process the transcript of an audio, or why there is none, in its place', async () => {
	const { mailbox, audios, close } = openChannelStores(':memory:');
	const origin = { via: 'link' as const, source: 'fair' };
	await mailbox.apply(
		fromContact('', {
			content: [
				{ kind: 'text', text: '', origin },
				{ kind: 'text', text: 'Hello, this is my card: 4111 1111 1111 1111' },
			],
		}),
		acme,
		rules,
	);
	for (const reference of ['a', 'b']) await mailbox.apply(fromContact('', { content: [{ ...voice, reference }] }), acme, rules);
	for (const task of await audios.toTranscribe.take('t', { max: 2, leaseMs: 60_000 })) {
		const isFirst = (task.content.content[0] as MediaContent).reference === 'a';
		const text = { kind: 'text' as const, text: 'How much is it?', seconds: 2, transcriber: 'fake:model' };
		await audios.note(task, 0, isFirst ? text : { kind: 'problem', problem: 'gone', reason: '404' });
	}
	const published: Array<Parameters<MessageEngine['publishMessage']>[0]> = [];
	const engine = { publishMessage: (message: (typeof published)[0]) => Promise.resolve({ key: String(published.push(message)) }) };
	const signAsker = (names: readonly string[], conversation: string) => Promise.resolve(`signed ${names.join()} in ${conversation}`);
	const turn = (await takeTurn(mailbox, 'a', 60_000))!;
	const directory = { find: () => Promise.resolve(undefined) };
	const files = new TurnFiles({ read: () => Promise.reject(new Error('There is no document.')) });
	const parts = {
		mailbox,
		directory,
		files,
		engine: engine as unknown as MessageEngine,
		ownTenant: 'acme',
		signAsker,
		onGivenUp: () => undefined,
	};
	await publishTurn(parts, turn, 'customer-wrote', 'a', new AbortController().signal);
	const [{ variables = {} }] = published as [(typeof published)[0]];
	expect(variables['message']).toMatch(
		/^\[came through the link: fair\]\nHello, this is my card: \[CARD\]\n\[audio, transcribed\] How much is it\?\n\[audio that could not be transcribed: its file is not available/,
	);
	expect(variables['messages']).toMatchObject([
		{ content: [{ origin }, { kind: 'text', text: 'Hello, this is my card: [CARD]' }] },
		{ content: [{ kind: 'audio', transcript: 'How much is it?' }] },
		{ content: [{ kind: 'audio', problem: 'gone' }] },
	]);
	const known = { ...origin, name: 'link', channel: 'whatsapp' };
	expect(variables).toMatchObject({ origin: { first: known, last: known }, facts: { origin: 'link' } });
	expect(variables['asker']).toBe(`signed person:${turn.conversation.contact} in ${turn.conversation.session}`);
	await close();
});

it('tells a process of a silent customer by a message of its own, for a short time only', async () => {
	const customer = await createSilentCustomer('2026-11-27T18:00:00Z');
	const published: Array<Parameters<MessageEngine['publishMessage']>[0]> = [];
	const { channels } = customer.own;
	customer.answer = async (turn) => {
		const parts = {
			...channels,
			...{ files: new TurnFiles({ read: () => Promise.reject(new Error('There is no document.')) }), ownTenant: 'default' },
			engine: { publishMessage: (message: (typeof published)[0]) => Promise.resolve({ messageKey: String(published.push(message)) }) },
			...{ signAsker: () => Promise.resolve('signed'), onGivenUp: () => undefined },
		};
		await publishTurn(parts, { ...turn, language: 'pt' }, 'customer-wrote', 'a', new AbortController().signal);
		return { reply: '' };
	};
	await customer.set({ followUps: ['90m', '1d Fico à disposição.'] });
	const conversation = await customer.talk();
	await customer.pass(90 * 60_000);
	expect(published).toMatchObject([
		{
			...{ name: 'customer-wrote-silence', correlationKey: conversation, timeToLiveMs: 600_000, messageId: customer.asked[0]!.id },
			variables: {
				followUp: { number: 1, of: 2, silentHours: 1.5 },
				messages: [],
				message: expect.stringMatching(/^\[silêncio 1 de 2: /) as string,
			},
		},
	]);
	expect(await customer.pass(24 * 3_600_000)).toEqual(['Fico à disposição.']);
	await customer.own.remove();
});

describe('a message of a customer', () => {
	const open = async () => {
		const stores = openChannelStores(':memory:');
		await stores.mailbox.apply(fromContact('Quanto custa a prensa?'), acme, rules);
		const failed: unknown[] = [];
		const parts = {
			mailbox: stores.mailbox,
			directory: { find: () => Promise.resolve(undefined) },
			files: new TurnFiles({ read: () => Promise.reject(new Error('There is no document.')) }),
			engine: { publishMessage: () => Promise.resolve({ messageKey: '1' }) } as unknown as MessageEngine,
			ownTenant: 'acme',
			signAsker: () => Promise.resolve('signed'),
			onGivenUp: () => undefined,
			onFailed: (cause: unknown) => void failed.push(cause),
		};
		return { ...stores, parts, failed, turn: (await takeTurn(stores.mailbox, 'a', 60_000))! };
	};
	const never = new AbortController().signal;

	it('is left to the rule of the channel, as soon as its engine has it', async () => {
		const { turn, parts, failed, close } = await open();
		await publishTurn(parts, turn, 'customer-wrote', 'a', never);
		expect(failed).toEqual([]);
		await close();
	});

	it('is tried again where its engine hangs', async () => {
		const { turn, parts, failed, mailbox, close } = await open();
		const engine = { publishMessage: () => new Promise(() => undefined) } as unknown as MessageEngine;
		await publishTurn({ ...parts, engine, engineMs: 20 }, turn, 'customer-wrote', 'a', never);
		expect(failed).toMatchObject([{ code: 'ENGINE_TIMEOUT', retryable: true }]);
		expect(await mailbox.turns.nextDue()).toBeGreaterThan(0);
		await close();
	});
});

it('masks numbers of payment cards, which processes would keep, and leaves other numbers', async () => {
	const written = 'Meu cartão: 4111 1111 1111 1111. Ligue: +55 44 99888-7712, pedido 5544998887712, CNPJ 11.222.333/0001-81';
	expect(await maskCards(written)).toMatch(
		/^Meu cartão: \[CARD\]\. Ligue: \+55 44 99888-7712, pedido 5544998887712, CNPJ 11\.222\.333\/0001-81$/,
	);
	const card = '4111111111111111';
	expect(await maskContent([{ kind: 'image', caption: card, fileName: `${card}.jpg`, reference: 'a' }])).toEqual([
		{ kind: 'image', caption: '[CARD]', fileName: '[CARD].jpg', reference: 'a' },
	]);
});

it('leaves ids of a provider as they are: one in ten of 16 digits looks like a card', async () => {
	const id = '4111111111111111';
	const content: MessageContent[] = [
		{ kind: 'document', reference: `https://files.example/${id}/plan.pdf?at=${id}` },
		{ kind: 'reaction', emoji: '👍', messageId: id },
		{ kind: 'text', text: '[ad]', origin: { via: 'ad', source: id } },
	];
	expect(await maskContent(content)).toEqual(content);
});
