import fc from 'fast-check';
import type { ChannelEvent } from '../ports/channels/channel-events';
import type { Channel, ChannelRequest } from '../ports/channels/channel';
import type { MessageContent } from '../ports/channels/message-content';
import type { SendOutcome } from '../ports/channels/send-outcome';
import { isTroupeError } from '../base/errors';
import type { FakeServer } from '../../sandbox/fakes/fake-server';

export interface TestedChannel {
	server: FakeServer;
	/** The channel with its right secrets, or with wrong ones. */
	open(options?: { wrongSecret?: boolean; url?: string }): Channel;
	/** A request as the provider sends it, signed if it signs. */
	request(payload: unknown): ChannelRequest;
	/** A webhook with a text of a customer. */
	text(words: string): unknown;
	/** Where a reply to that customer is sent to. */
	address: string;
	/** The provider's id of a message that can be reacted to. Default `m1`. */
	messageId?: string;
	/** The address of a picture that the provider can load. Default: one that nobody asks for. */
	picture?: string;
	secrets: string[];
}

/** Reads the events of a webhook as the ingress and the worker do. */
export async function receive(channel: Channel, request: ChannelRequest): Promise<ChannelEvent[]> {
	const verified = await channel.verify(request);
	if (verified.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(verified)}`);
	return channel.read({ stored: verified.stored, receivedAt: request.receivedAt });
}

/** What every channel promises. */
export function describeChannel(start: () => TestedChannel): void {
	const signal = new AbortController().signal;
	const hello: MessageContent = { kind: 'text', text: 'Hello!' };
	const send = (channel: Channel, content: MessageContent = hello): Promise<SendOutcome> =>
		channel.send({ id: 'own-1', address: start().address, content }, signal);

	it('reads a text, who wrote it, and where a reply goes', async () => {
		const { open, request, text, address } = start();
		const [event] = await receive(open(), request(text('Olá! Quanto custa?')));
		expect(event).toMatchObject({ kind: 'message', author: 'contact', address, content: [{ kind: 'text', text: 'Olá! Quanto custa?' }] });
		if (event?.kind !== 'message') throw new Error();
		expect(event.contact.filter(({ proof }) => proof === 'provider').length).toBeGreaterThan(0);
		expect([event.id, event.key].every((name) => name.length > 0 && name.length < 1_000)).toBe(true);
	});

	it('knows a repeated request by its key, and two different ones apart', async () => {
		const { open, request, text } = start();
		const one = text('one');
		const two = text('two');
		const keys = await Promise.all(
			[one, one, two].map(async (payload) => {
				const verified = await open().verify(request(payload));
				return verified.kind === 'accepted' ? verified.key : verified.kind;
			}),
		);
		expect(keys[0]).toBe(keys[1]);
		expect(keys[0]).not.toBe(keys[2]);
	});

	it('stores no secret', async () => {
		const { open, request, text, secrets } = start();
		const verified = await open().verify(request(text('hello')));
		for (const secret of secrets) expect(JSON.stringify(verified)).not.toContain(secret);
	});

	it('never fails but for a payload that cannot be read, whatever arrives', async () => {
		const { open, request } = start();
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.string()), async (payload) => {
				const verified = await open().verify(request(payload));
				if (verified.kind !== 'accepted') return true;
				try {
					open().read({ stored: verified.stored, receivedAt: 0 });
					return true;
				} catch (error) {
					return isTroupeError(error) && error.code === 'CHANNEL_PAYLOAD_INVALID';
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('sends a text, and tells the ids under which it can come back', async () => {
		const outcome = await send(start().open());
		expect(outcome).toMatchObject({ kind: 'sent' });
		if (outcome.kind === 'sent') expect(outcome.messageIds.every((id) => id.length > 0)).toBe(true);
	});

	it('uses no connection twice: the provider could close it meanwhile, and nobody would know what happened', async () => {
		const { open, server } = start();
		await send(open());
		expect(server.calls.at(-1)!.headers.connection).toBe('close');
	});

	const samples = ({ messageId = 'm1', picture = 'https://files.example/1.png' }: TestedChannel): MessageContent[] => [
		{ kind: 'text', text: 'Hello!' },
		{ kind: 'image', reference: picture, caption: 'this one' },
		{ kind: 'document', reference: picture, fileName: 'plan.png', caption: 'the plan' },
		...(picture.startsWith('https:')
			? ([
					{ kind: 'audio', reference: 'https://files.example/1.ogg' },
					{ kind: 'video', reference: 'https://files.example/1.mp4' },
				] as const)
			: []),
		{ kind: 'reaction', emoji: '👍', messageId },
		{ kind: 'reaction', emoji: '', messageId },
		{ kind: 'template', name: 'order_shipped', language: 'pt_BR', parameters: ['Maria', '#7'] },
		{ kind: 'location', latitude: -8.05, longitude: -34.9, name: 'Recife' },
	];

	it('sends each kind of content that it names, and refuses any other before a request', async () => {
		const { open, server } = start();
		const channel = open();
		for (const content of samples(start())) {
			const before = server.calls.length;
			const sending = (async () => send(channel, content))();
			if (channel.abilities.sends.has(content.kind)) {
				expect([content, await sending]).toMatchObject([content, { kind: 'sent' }]);
			} else {
				await expect(sending).rejects.toMatchObject({ code: 'INPUT_INVALID' });
				expect(server.calls.length).toBe(before);
			}
		}
	});

	it('reports a wrong secret without repeating it', async () => {
		const { open, secrets } = start();
		const wrong = open({ wrongSecret: true });
		const outcome = await send(wrong);
		expect(outcome).toMatchObject({ kind: 'refused', retryable: false });
		const health = await wrong.check(signal);
		expect(health.state).toBe('unauthorized');
		for (const secret of [...secrets, 'wrong-secret']) expect(JSON.stringify([outcome, health])).not.toContain(secret);
	});

	it('reports an account that works', async () => {
		expect(await start().open().check(signal)).toMatchObject({ state: 'connected' });
	});

	it('waits as long as the provider says', async () => {
		const { open, server } = start();
		server.script([{ status: 429, headers: { 'retry-after': '7' }, body: { error: 'Too Many Requests' } }]);
		expect(await send(open())).toMatchObject({ kind: 'refused', retryable: true, code: '429', retryAfterMs: 7_000 });
	});

	it.each([500, 502, 504])('does not know what happened after %i', async (status) => {
		const { open, server } = start();
		server.script([{ status, body: '<html>error</html>' }]);
		expect(await send(open())).toMatchObject({ kind: 'unknown' });
	});

	it('does not know what happened when the connection ends', async () => {
		const { open, server } = start();
		server.script([{ status: 200, body: {}, cutAfter: 0 }]);
		expect(await send(open())).toMatchObject({ kind: 'unknown' });
	});

	it('knows that nothing was sent where no server is', async () => {
		const { open } = start();
		const nowhere = open({ url: 'http://127.0.0.1:1' });
		expect(await send(nowhere)).toMatchObject({ kind: 'refused', retryable: true });
		expect(await nowhere.check(signal)).toMatchObject({ state: 'unreachable' });
	});
}
