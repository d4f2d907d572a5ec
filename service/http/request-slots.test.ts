import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestSlots } from './request-slots';

function arrive({ isGone = false } = {}) {
	const raw = Object.assign(new EventEmitter(), { destroyed: isGone });
	return { request: { raw: { socket: { destroyed: isGone } } } as FastifyRequest, reply: { raw } as unknown as FastifyReply, raw };
}

test('a slot is free when its sender is gone, but for work that goes on', async () => {
	const slots = new RequestSlots(1);
	// Its connection closed before it had a slot, so that nothing would tell when to free one.
	const gone = arrive({ isGone: true });
	await slots.take(gone.request, gone.reply);
	const first = arrive();
	await slots.take(first.request, first.reply);
	const second = arrive();
	await expect(slots.take(second.request, second.reply)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
	const { promise, resolve } = Promise.withResolvers<void>();
	const held = slots.hold(first.request, () => promise);
	first.raw.emit('close');
	await expect(slots.take(second.request, second.reply)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
	resolve();
	await held;
	await slots.take(second.request, second.reply);
	second.raw.emit('close');
	await slots.take(first.request, first.reply);
});
