import { setImmediate as turn } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { RegistryApi, RegistryEvent, RegistryEventType } from '../../../manifests/registry/registry-api';
import { openGate } from '../../../test/fakes/permissive-gate';
import { fakeTriggerFunctions, type FakeTrigger, succeeded } from '../../../test/support/n8n/fake-trigger-functions';
import { followRegistry } from './follow-registry';
import { waitUntil } from '../../../test/support/wait-until';

const unreachable = new TroupeError({ code: 'REGISTRY_UNREACHABLE', message: 'The registry does not answer.', retryable: true });
const denied = new TroupeError({ code: 'ACCESS_DENIED', message: 'The access token expired.' });
const quick = { reconnectMs: 1, quietMs: 60_000, pollMs: 1 };

/** A registry's events, which the test adds to. */
function createFeed() {
	const events: RegistryEvent[] = [];
	let added = Promise.withResolvers<void>();
	const state = { streams: 0, fault: undefined as TroupeError | undefined, held: false };
	const raise = () => {
		if (state.fault) throw state.fault;
	};
	const next = async (signal: AbortSignal) => {
		const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
		await Promise.race([added.promise, aborted]);
	};
	const api: Pick<RegistryApi, 'events'> = {
		async *events(_caller, after = 0, signal, { follow = true } = {}) {
			if (follow) state.streams++;
			raise();
			for (let last = after; ;) {
				const fresh = follow && state.held ? [] : events.filter(({ id }) => id > last);
				for (const event of fresh) {
					last = event.id;
					yield event;
				}
				if (!follow || signal.aborted) return;
				await next(signal);
				raise();
			}
		},
	};
	const wake = () => {
		added.resolve();
		added = Promise.withResolvers();
	};
	return {
		state,
		open: async () => ({ api: api as RegistryApi, caller: { tenant: 'default', subject: 'n8n' }, host: 'registry' }),
		add: (type: RegistryEventType, about: Record<string, string> = {}) => {
			events.push({ id: events.length + 1, type, at: '2026-11-20T00:00:00.000Z', about });
			wake();
		},
		fail: (error: TroupeError | undefined) => {
			state.fault = error;
			wake();
		},
	};
}

async function start(feed: ReturnType<typeof createFeed>, options: Partial<FakeTrigger> = {}, settings = quick) {
	const emitted: IDataObject[] = [];
	const { context, errors, warnings } = fakeTriggerFunctions({
		parameters: {},
		...options,
		workflow: async (item) => {
			emitted.push(item);
			return succeeded([]);
		},
	});
	const { closeFunction, manualTriggerFunction } = await followRegistry(context, openGate(), feed.open, settings);
	const count = async (wanted: number, of: unknown[] = emitted) => {
		await waitUntil(`${wanted} of these`, () => of.length >= wanted, { seen: () => ({ of, errors, warnings }), everyMs: 1 });
		await turn();
	};
	return { given: emitted, errors, warnings, count, test: manualTriggerFunction, close: closeFunction! };
}

describe('Troupe Events Trigger, on a registry', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		const { context } = fakeTriggerFunctions({ parameters: {}, workflow: async () => succeeded([]) });
		await expect(followRegistry(context, refusing, createFeed().open)).rejects.toThrow('revoked');
	});

	it('gives each event from now on, with what it is about', async () => {
		const feed = createFeed();
		feed.add('manifest.published', { name: 'old' });
		const { given, count, close } = await start(feed);
		feed.add('manifest.revoked', { kind: 'agent', name: 'support', version: '1.2.0' });
		await count(1);
		expect(given).toEqual([
			{ id: 2, event: 'manifest.revoked', at: '2026-11-20T00:00:00.000Z', kind: 'agent', name: 'support', version: '1.2.0' },
		]);
		await close();
		feed.add('manifest.revoked');
		await turn();
		expect(given).toHaveLength(1);
	});

	it.each([
		[{ events: ['manifest.revoked'] }, [2]],
		[{ kinds: ['prompt'] }, [3, 4]],
		[{ names: ' support ,x' }, [1, 2]],
		[{ events: ['manifest.revoked'], kinds: ['prompt'] }, []],
	])('gives those that the form asks for: %j', async (parameters, expected) => {
		const feed = createFeed();
		const { given, count, close } = await start(feed, { parameters });
		feed.add('manifest.published', { kind: 'agent', name: 'support' });
		feed.add('manifest.revoked', { kind: 'agent', name: 'support' });
		feed.add('manifest.published', { kind: 'prompt', name: 'tone' });
		feed.add('policy.changed');
		await count(expected.length);
		expect(given.map(({ id }) => id)).toEqual(expected);
		await close();
	});

	it('goes on after the last one when n8n starts again: none twice, none left out', async () => {
		const feed = createFeed();
		const staticData = {};
		const first = await start(feed, { staticData });
		feed.add('manifest.published');
		await first.count(1);
		await first.close();
		feed.add('manifest.revoked');
		const second = await start(feed, { staticData, activationMode: 'init' });
		await second.count(1);
		expect(second.given.map(({ id }) => id)).toEqual([2]);
		await second.close();
	});

	it('starts with the next one when a person publishes the workflow, and after the registry was created again', async () => {
		const feed = createFeed();
		feed.add('manifest.published');
		const staticData = { lastId: 90 };
		for (const activationMode of ['activate', 'init'] as const) {
			staticData.lastId = 90;
			const { close } = await start(feed, { staticData, activationMode });
			expect(staticData.lastId).toBe(1);
			await close();
		}
	});

	it('connects again when the stream ends, and misses nothing', async () => {
		const feed = createFeed();
		const { given, warnings, count, close } = await start(feed);
		feed.fail(unreachable);
		await count(1, warnings);
		feed.fail(undefined);
		feed.add('manifest.revoked');
		await count(1);
		expect(given).toHaveLength(1);
		expect(feed.state.streams).toBeGreaterThan(1);
		expect(warnings[0]).toContain('The registry does not answer.');
		await close();
	});

	it('asks besides, where a stream looks alive and brings nothing', async () => {
		const feed = createFeed();
		feed.state.held = true;
		const { given, count, close } = await start(feed, {}, { ...quick, quietMs: 1 });
		feed.add('manifest.revoked');
		await count(1);
		feed.add('manifest.published');
		await count(2);
		expect(given.map(({ id }) => id)).toEqual([1, 2]);
		await close();
	});

	it('tells n8n when the token is taken no more, and asks no further', async () => {
		const feed = createFeed();
		const { errors, count, close } = await start(feed);
		feed.fail(denied);
		await count(1, errors);
		expect(errors[0]).toMatchObject({ message: 'The access token expired.' });
		const { streams } = feed.state;
		await turn();
		expect(feed.state.streams).toBe(streams);
		await close();
	});

	it('cannot be published where the registry does not answer, and waits for it when n8n starts', async () => {
		const feed = createFeed();
		feed.fail(unreachable);
		await expect(start(feed)).rejects.toThrow('does not answer');
		const { given, warnings, count, close } = await start(feed, { staticData: { lastId: 0 }, activationMode: 'init' });
		expect(warnings[0]).toContain('keeps trying');
		feed.fail(undefined);
		feed.add('manifest.revoked');
		await count(1);
		expect(given).toHaveLength(1);
		await close();
	});

	it('gives one to the editor’s test', async () => {
		const feed = createFeed();
		feed.add('manifest.revoked');
		const { given, test, count, close } = await start(feed, { mode: 'manual', parameters: { events: ['manifest.revoked'] } });
		await test!();
		feed.add('manifest.published');
		feed.add('manifest.revoked');
		feed.add('manifest.revoked');
		await count(1);
		expect(given.map(({ id }) => id)).toEqual([3]);
		await close();
	});
});
