import { HttpRegistry } from '../../../manifests/registry-over-http/http-registry';
import type { Access } from '../../../manifests/registry/access/access';
import type { Caller, RegistryEvent } from '../../../manifests/registry/registry-api';
import { waitUntil, within } from '../../support/wait-until';
import { access, ada, scriptedServices, sha256 } from './scripted-service';

const open = scriptedServices();

describe('events', () => {
	const event = (id: number): RegistryEvent => ({ id, type: 'manifest.revoked', at: '2026-01-01T00:00:00.000Z', about: { sha256 } });

	/** Events up to 3, and then nothing until it is stopped. */
	async function* upToThree(_caller: Caller, after = 0, signal: AbortSignal, { follow = true } = {}) {
		for (let id = after + 1; id <= 3; id++) yield event(id);
		if (follow && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
	}

	async function take(registry: HttpRegistry, count: number, after?: number) {
		const stop = new AbortController();
		const ids: number[] = [];
		for await (const { id } of registry.events(ada, after, stop.signal)) {
			ids.push(id);
			if (ids.length === count) stop.abort();
		}
		return ids;
	}

	test('arrive from the last one on', async () => {
		const { url } = await open({ events: upToThree });
		const registry = new HttpRegistry({ url, token: 'all' });
		expect(await take(registry, 3)).toEqual([1, 2, 3]);
		expect(await take(registry, 1, 2)).toEqual([3]);
	});

	test('come again after a stream that broke, each once', async () => {
		let streams = 0;
		const { url } = await open({
			async *events(_caller, after = 0) {
				streams += 1;
				yield event(after + 1);
			},
		});
		expect(await take(new HttpRegistry({ url, token: 'all' }), 3)).toEqual([1, 2, 3]);
		expect(streams).toBe(3);
	});

	test('are a list with follow=false', async () => {
		const { call } = await open({ events: upToThree });
		expect(await (await call('/events?follow=false&after=1')).json()).toEqual({ events: [event(2), event(3)] });
	});

	test('have a heartbeat, and end when the token is not good any more', async () => {
		let good = true;
		const expiring: Access = { grantAccess: (token) => (good ? access.grantAccess(token) : access.grantAccess('forged')) };
		const { call } = await open({ events: upToThree }, { access: expiring, streamLimits: { heartbeatMs: 20 } });
		const answer = await call('/events');
		expect([answer.headers.get('content-type'), answer.headers.get('x-accel-buffering')]).toEqual([
			'text/event-stream; charset=utf-8',
			'no',
		]);
		let text = '';
		for await (const chunk of answer.body ?? []) {
			text += Buffer.from(chunk as Uint8Array).toString();
			if (text.includes('id: 3') && text.endsWith('\n\n: \n\n')) good = false;
		}
		expect(text).toContain('id: 1\nevent: manifest.revoked\ndata: {"id":1,');
	});

	test('are refused from a number of streams on, until one ends', async () => {
		const { call } = await open({ events: upToThree }, { streamLimits: { perTenant: 1 } });
		const stop = new AbortController();
		const first = await call('/events', { signal: stop.signal });
		const refused = await call('/events');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
		stop.abort();
		await first.text().catch(() => undefined);
		const statusOfNext = async () => {
			const again = new AbortController();
			const { status } = await call('/events', { signal: again.signal });
			again.abort();
			return status !== 429 && status;
		};
		expect(await waitUntil('room for a stream', statusOfNext)).toBe(200);
	});

	test('end at once when the service stops', async () => {
		const { call, close } = await open({ events: upToThree });
		const answer = await call('/events');
		await close();
		await expect(answer.text()).resolves.toContain('id: 3');
	});

	test('are not kept for whoever does not read them', async () => {
		let written = 0;
		const ended = Promise.withResolvers<void>();
		const { url } = await open(
			{
				async *events(_caller, _after, signal) {
					try {
						while (!signal.aborted) yield { ...event(++written), about: { note: 'x'.repeat(20_000) } };
					} finally {
						ended.resolve();
					}
				},
			},
			{ streamLimits: { heartbeatMs: 20 } },
		);
		const { connect } = await import('node:net');
		const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
		socket.pause();
		socket.write('GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer all\r\n\r\n');
		const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined));
		// Nobody reads, and yet the events end: the service has hung up.
		await within('the end of the events', ended.promise, { seen: () => `${written} events written` });
		socket.resume();
		await within('the end of the connection', closed);
	});
});
