import { TroupeError } from '../../core/base/errors';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import type { Lack } from '../../core/ports/channels/lacks';
import { lookEveryMs, needsEveryMs, watchAgents } from './watch-agents';

const record: ChannelRecord = {
	...{ tenant: 'acme', name: 'sales', provider: 'z-api', settings: {}, credential: 'c', agent: 'clerk', message: null, rules: {} },
	...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
};
const fail = (fault: unknown) => {
	throw fault;
};
const unlisted = new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'Not listed.', fix: 'Publish it.' });

let now: number;
let stores: ChannelStores;
beforeEach(async () => {
	now = 1_000_000;
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
	await stores.channels.put(record, false);
	await stores.channels.put({ ...record, name: 'closed', state: 'paused' }, false);
	await stores.channels.put({ ...record, name: 'flows', agent: null }, false);
});
afterEach(() => stores.close());

/** A process that looks a minute after the last one did. */
function startProcess(fault: { now?: TroupeError }): () => Promise<string[]> {
	const look = watchAgents({ parts: stores, clock: { now: () => now }, findFault: async () => fault.now, onFault: fail });
	return async () => {
		now += lookEveryMs;
		await look();
		return (await stores.states.list()).map(({ channel, part, state, reason, since }) =>
			[channel, part, state, reason ?? '', since / lookEveryMs].join(' '),
		);
	};
}

it('notes that the agent of an active channel cannot run, since when and why, and that it can again', async () => {
	const fault: { now?: TroupeError } = { now: unlisted };
	const look = startProcess(fault);
	const [away] = await look();
	expect(away).toMatch(/^sales agent away MANIFEST_NOT_LISTED: Not listed\. /);
	expect(await look()).toEqual([away]);
	delete fault.now;
	expect(await look()).toEqual([expect.stringMatching(/^sales agent ready {2}/)]);
});

it('goes on with the other channels where one look fails, and another does not end', async () => {
	for (const name of ['broken', 'stalled', 'zeta']) await stores.channels.put({ ...record, name }, false);
	const faults: unknown[] = [];
	const findFault = async ({ name }: ChannelRecord) => {
		if (name === 'broken') throw new TypeError('no such thing');
		return name === 'stalled' ? new Promise<undefined>(() => undefined) : unlisted;
	};
	await watchAgents({ parts: stores, clock: { now: () => now }, findFault, onFault: (fault) => void faults.push(fault), timeoutMs: 1 })();
	expect((await stores.states.list()).map(({ channel }) => channel).sort()).toEqual(['sales', 'zeta']);
	expect(faults).toEqual([expect.any(TypeError), expect.objectContaining({ code: 'STORAGE_UNREACHABLE' })]);
});

it('believes another process that has the agent, for as long as that one says so', async () => {
	const [without, having] = [startProcess({ now: unlisted }), startProcess({})];
	await having();
	for (let times = 0; times < 3; times++) {
		expect(await without()).toEqual([expect.stringContaining('sales agent ready')]);
		await having();
	}
	await without();
	now += 2 * lookEveryMs;
	expect(await without()).toEqual([expect.stringContaining('sales agent away')]);
});

it('believes a turn that failed at what a look does not see, until none is tried any more', async () => {
	const look = startProcess({});
	await look();
	now += 1;
	const reason = 'MODEL_AUTHENTICATION: The key is wrong.';
	await stores.states.note({ tenant: 'acme', channel: 'sales', part: 'agent', state: 'away', reason, checkedAt: now });
	expect(await look()).toEqual([expect.stringContaining('sales agent away MODEL_AUTHENTICATION')]);
	now += 2 * lookEveryMs;
	expect(await look()).toEqual([expect.stringContaining('sales agent ready')]);
});

it('notes what a channel lacks, asks after a minute, then every ten, and believes a person who has just tested it', async () => {
	const lack: Lack = { kind: 'secret', name: 'CRM_KEY', state: 'refused', neededBy: 'orders', reason: 'Refused.', fix: 'Set it.' };
	let lacks: Lack[] = [];
	const asking: boolean[] = [];
	const findLacks = async ({ name }: ChannelRecord, { asks }: { asks: boolean }) => {
		if (name === 'sales') asking.push(asks);
		return name === 'sales' ? lacks : [];
	};
	const look = watchAgents({ parts: stores, clock: { now: () => now }, findFault: async () => undefined, findLacks, onFault: fail });
	const needs = async () => (await stores.states.list('acme')).find(({ channel, part }) => channel === 'sales' && part === 'needs');
	await look();
	expect(await needs()).toMatchObject({ state: 'complete', reason: null });
	for (let minute = 0; minute < 10; minute++) {
		now += lookEveryMs;
		await look();
		lacks = [lack];
	}
	expect([asking, (await needs())?.state]).toEqual([[false, true], 'complete']);
	now += lookEveryMs;
	await look();
	expect(await needs()).toMatchObject({
		state: 'lacking',
		reason: 'secret CRM_KEY (refused). `troupe channel test sales` says who needs it, and what to do.',
	});
	// It was mended, and `troupe channel test` says so while this process still finds it lacking.
	now += needsEveryMs;
	await stores.states.note({ tenant: 'acme', channel: 'sales', part: 'needs', state: 'complete', reason: null, checkedAt: now - 1 });
	await look();
	expect(await needs()).toMatchObject({ state: 'complete' });
});

it('does not take back, without having asked, what another process found refused', async () => {
	await stores.states.note({
		tenant: 'acme',
		channel: 'sales',
		part: 'needs',
		state: 'lacking',
		reason: 'Refused.',
		checkedAt: now - 3_600_000,
	});
	const look = watchAgents({
		parts: stores,
		clock: { now: () => now },
		findFault: async () => undefined,
		findLacks: async () => [],
		onFault: fail,
	});
	const needs = async () => (await stores.states.list('acme')).find(({ channel, part }) => channel === 'sales' && part === 'needs')?.state;
	await look();
	expect(await needs()).toBe('lacking');
	now += lookEveryMs;
	await look();
	expect(await needs()).toBe('complete');
});

describe('what the process of a message lacks', () => {
	const missing: Lack = {
		kind: 'agent',
		name: 'nowhere',
		state: 'missing',
		neededBy: 'sale',
		reason: 'None.',
		fix: 'Write it.',
		byEngine: true,
	};
	const refused: Lack = { ...missing, kind: 'credential', name: 'crm', state: 'refused' };
	const needs = async () => (await stores.states.list('acme')).find(({ channel, part }) => channel === 'sales' && part === 'needs');
	let deployed: string;
	let lacks: { asked: Lack[]; seen: Lack[] };
	let looks: boolean[];
	let look: () => Promise<void>;
	beforeEach(async () => {
		await stores.channels.change('acme', 'sales', (record) => ({ ...record, agent: null, message: 'wrote' }));
		[deployed, lacks, looks] = ['one', { asked: [], seen: [] }, []];
		const watch = watchAgents({
			...{ parts: stores, clock: { now: () => now }, findFault: async () => undefined, onFault: fail },
			nameDeployed: async () => deployed,
			findLacks: async ({ name }, { asks }) => {
				if (name === 'sales') looks.push(asks);
				return name !== 'sales' ? [] : asks ? lacks.asked : lacks.seen;
			},
		});
		look = async () => {
			now += lookEveryMs;
			await watch();
		};
		await look();
		await look();
	});

	it('is looked for within a minute after another version was deployed, not after ten', async () => {
		await look();
		expect(looks).toEqual([false, true]);
		[deployed, lacks] = ['two', { asked: [missing], seen: [missing] }];
		await look();
		expect([looks.length, await needs()]).toEqual([3, expect.objectContaining({ state: 'lacking', lacks: [missing] })]);
	});

	it('is looked for each minute until it was mended, without asking services, whose refusal stays as it was found', async () => {
		[deployed, lacks] = ['two', { asked: [missing, refused], seen: [missing] }];
		await look();
		const askedAt = now;
		await look();
		const kept = { ...refused, foundAt: askedAt };
		expect([looks.slice(2), (await needs())?.lacks]).toEqual([
			[true, false],
			[kept, missing],
		]);
		lacks.seen = [];
		await look();
		expect((await needs())?.lacks).toEqual([kept]);
		lacks.asked = [];
		now += needsEveryMs;
		await look();
		expect(await needs()).toMatchObject({ state: 'complete', reason: null });
		expect(await needs()).not.toHaveProperty('lacks');
	});
});
