import type { OpenChannel } from '../ports/channels/channel-records';
import type { Verification } from '../ports/channels/channel';
import { receiveRequest } from './receive-request';

const request = { method: 'POST' as const, headers: {}, query: {}, body: new Uint8Array(), receivedAt: 1 };

function receive(verified: Verification) {
	const stored: unknown[] = [];
	const parts = {
		channels: { noteRefusal: async () => undefined },
		deliveries: { accept: async (delivery: unknown) => void stored.push(delivery) },
	};
	const open = { record: { tenant: 'default', name: 'bot' }, channel: { verify: () => verified } } as unknown as OpenChannel;
	return { stored, answer: receiveRequest(parts, open, request) };
}

test('a stored request is answered with the receipt of its provider', async () => {
	const { stored, answer } = receive({ kind: 'accepted', key: 'k', stored: '{}', receipt: { method: 'answerCallbackQuery' } });
	expect(await answer).toEqual({ status: 200, contentType: 'application/json', body: '{"method":"answerCallbackQuery"}' });
	expect(stored).toHaveLength(1);
});

test('a provider without a receipt gets an empty one', async () => {
	expect(await receive({ kind: 'accepted', key: 'k', stored: '{}' }).answer).toMatchObject({ status: 200, body: '{}' });
});
