import type { CallKind, CallStore } from '../../../core/ports/runs/calls';

const leaseMs = 30_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => Buffer.from(value).toString();

/** Runs on each database. @param openKind the calls of a kind, in a store that is new for each test */
export function describeCalls(openKind: (kind: CallKind) => CallStore): void {
	const open = () => openKind('node');
	const begin = (key: string, holder = 'one', tenant = 'acme') => open().begin(tenant, key, holder, leaseMs);
	const letWait = async (key: string, hash = `hash of ${key}`) => {
		await begin(key);
		await open().note('acme', key, 'one', { state: 'running', executionId: hash, outcome: bytes('what it waits with') }, leaseMs);
		await open().release('acme', key, 'one');
		return (await open().findWaiting(hash))!;
	};

	it('gives a call to one holder at a time, and tells the next what is known', async () => {
		const [first, second] = await Promise.all([begin('a'), begin('a', 'two')]);
		expect([first.kind, second.kind].sort()).toEqual(['new', 'taken']);
		const holder = first.kind === 'new' ? 'one' : 'two';
		await open().note('acme', 'a', holder, { state: 'ended', outcome: bytes('returned') }, 0);
		const again = await begin('a', 'three');
		expect(again).toMatchObject({ kind: 'known', call: { state: 'ended' } });
		expect(again.kind === 'known' && text(again.call.outcome!)).toBe('returned');
	});

	it('keeps tenants and kinds apart', async () => {
		await begin('shared key');
		expect(await begin('shared key', 'two', 'other')).toEqual({ kind: 'new' });
		const workflows = openKind('workflow');
		expect(await workflows.begin('acme', 'shared key', 'two', leaseMs)).toEqual({ kind: 'new' });
		await workflows.forget('acme', 'shared key');
		expect(await begin('shared key', 'two')).toEqual({ kind: 'taken' });
	});

	it('tells a holder that another one has the call', async () => {
		await begin('lead');
		await open().release('acme', 'lead', 'one');
		await begin('lead', 'two');
		const note = (holder: string) => open().note('acme', 'lead', holder, { state: 'running', outcome: bytes('company 7') }, leaseMs);
		expect([await note('one'), await note('two')]).toEqual([false, true]);
	});

	it('finds no call of a workflow by its execution, which is not a secret', async () => {
		const workflows = openKind('workflow');
		for (const key of ['a', 'b']) {
			await workflows.begin('acme', key, 'one', leaseMs);
			await workflows.note('acme', key, 'one', { state: 'running', executionId: '7', outcome: bytes('goes on') }, leaseMs);
		}
		expect([await open().findWaiting('7'), await workflows.findWaiting('7')]).toEqual([undefined, undefined]);
	});

	it('finds a call that waits by the hash of its link only', async () => {
		const call = await letWait('asks');
		expect({ ...call, outcome: text(call.outcome) }).toEqual({
			tenant: 'acme',
			key: 'asks',
			isWaiting: true,
			outcome: 'what it waits with',
		});
		expect(await open().findWaiting('hash of another')).toBeUndefined();
	});

	it('takes one answer of many that come together', async () => {
		const call = await letWait('answered');
		const taken = await Promise.all(['yes', 'no', 'yes'].map((answer) => open().answer(call, bytes(answer))));
		expect(taken.filter(Boolean)).toHaveLength(1);
		const given = ['yes', 'no', 'yes'][taken.indexOf(true)];
		expect(await open().findWaiting('hash of answered')).toMatchObject({ isWaiting: false });
		const again = await begin('answered', 'two');
		expect(again.kind === 'known' && text(again.call.outcome!)).toBe(given);
	});

	it('lists what was answered for one engine until a job took it', async () => {
		await open().answer(await letWait('engine-1 a'), bytes('yes'));
		await open().answer(await letWait('engine-2 b'), bytes('yes'));
		await letWait('engine-1 waits');
		expect(await open().listAnswered('engine-1 ', 10)).toEqual([{ tenant: 'acme', key: 'engine-1 a' }]);
		await open().settle('other', 'engine-1 a');
		expect(await open().listAnswered('engine-1 ', 10)).toHaveLength(1);
		await open().settle('acme', 'engine-1 a');
		expect(await open().listAnswered('engine-1 ', 10)).toEqual([]);
	});

	it('forgets a call that waits for nothing any more', async () => {
		await letWait('cancelled');
		await open().forget('acme', 'cancelled');
		expect(await open().findWaiting('hash of cancelled')).toBeUndefined();
		expect(await begin('cancelled', 'two')).toEqual({ kind: 'new' });
	});
}
