import type { OpenChannel } from '../ports/channels/channel-records';
import type { Verification } from '../ports/channels/channel';
import { receiveRequest } from './receive-request';

const request = { method: 'POST' as const, headers: {}, query: {}, body: new Uint8Array(), receivedAt: 1 };

function receive(verified: Verification) {
	const stored: unknown[] = [];
	const parts = {
		channels: { noteRefusal: async () => undefined },
		receipts: { accept: async (receipt: unknown) => void stored.push(receipt) },
	};
	const open = { record: { tenant: 'default', name: 'bot' }, channel: { verify: () => verified } } as unknown as OpenChannel;
	return { stored, answer: receiveRequest(parts, open, request) };
}

test('a stored request is answered with what its provider expects', async () => {
	const { stored, answer } = receive({ kind: 'accepted', key: 'k', stored: '{}', answer: { method: 'answerCallbackQuery' } });
	expect(await answer).toEqual({ status: 200, contentType: 'application/json', body: '{"method":"answerCallbackQuery"}' });
	expect(stored).toHaveLength(1);
});

test('a provider that expects nothing gets an empty answer', async () => {
	expect(await receive({ kind: 'accepted', key: 'k', stored: '{}' }).answer).toMatchObject({ status: 200, body: '{}' });
});
