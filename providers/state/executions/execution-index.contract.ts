import { openHolds } from '../privacy/holds';
import { countExecutions, type ExecutionIndex, openExecutionIndex, type SeenExecution } from './execution-index';

const dayMs = 86_400_000;

const one: SeenExecution = {
	instance: 'n8n-1',
	workflow: 'sales',
	execution: '7',
	turn: '',
	contact: 'ana',
	conversation: 'talk',
	firstAt: 1_000,
	lastAt: 1_000,
	endsAt: 14 * dayMs,
};

/** Describes what the index of n8n's executions does, whatever database it is in. */
export function describeExecutionIndex(create: () => Promise<string>): void {
	let index: ExecutionIndex;
	let place: string;
	beforeEach(async () => {
		place = await create();
		index = openExecutionIndex(place);
	});
	afterEach(() => index.close());

	const list = (...pseudonyms: string[]) => index.list('acme', pseudonyms, 10);

	it('lists an execution once, by any hash of the person, from its first to its last time', async () => {
		await index.note('acme', one);
		await index.note('acme', { ...one, contact: '', conversation: 'other talk', lastAt: 3_000, endsAt: 15 * dayMs });
		await index.note('acme', { ...one, firstAt: 5_000, lastAt: 2_000 });
		const { contact: _contact, conversation: _conversation, ...listed } = one;
		expect(await list('ana', 'other talk')).toEqual([{ ...listed, lastAt: 3_000, endsAt: 15 * dayMs }]);
		expect(await list('ana')).toEqual([{ ...listed, lastAt: 2_000 }]);
		expect(await list('bob')).toEqual([]);
	});

	it('tells executions of two n8n with the same numbers apart, and those of tenants', async () => {
		await index.note('acme', one);
		await index.note('acme', { ...one, instance: 'n8n-2', lastAt: 2_000, endsAt: null });
		await index.note('globex', one);
		expect((await list('ana')).map(({ instance, endsAt }) => [instance, endsAt])).toEqual([
			['n8n-2', null],
			['n8n-1', 14 * dayMs],
		]);
		await index.remove('acme', one);
		expect((await list('ana')).map(({ instance }) => instance)).toEqual(['n8n-2']);
		expect(await index.list('globex', ['ana'], 10)).toHaveLength(1);
	});

	it('counts an execution once that both the trigger and a node noted, and each attempt of a turn', async () => {
		await index.note('acme', { ...one, execution: '', turn: 'turn-1' });
		await index.note('acme', { ...one, turn: 'turn-1' });
		await index.note('acme', one);
		await index.note('acme', { ...one, execution: '8', turn: 'turn-1' });
		await index.note('acme', { ...one, execution: '', turn: 'turn-2' });
		expect(countExecutions(await list('ana'))).toBe(3);
		await index.remove('acme', one);
		expect((await list('ana')).map(({ execution, turn }) => `${execution} ${turn}`).toSorted()).toEqual([' turn-1', ' turn-2', '8 turn-1']);
		const knows = (turn: string) => index.knowsTurn('acme', { workflow: 'sales', turn });
		expect([await knows('turn-1'), await knows('turn-2'), await knows('')]).toEqual([true, false, false]);
	});

	it('removes those that n8n removed long ago, and keeps those that have no end', async () => {
		await index.note('acme', one);
		await index.note('acme', { ...one, execution: '8', endsAt: null });
		const later = 50 * dayMs;
		await index.note('acme', { ...one, execution: '9', contact: 'bob', firstAt: later, lastAt: later, endsAt: later + dayMs });
		expect((await list('ana', 'talk')).map(({ execution }) => execution)).toEqual(['9', '8']);
	});

	it('lists those that are older, once for all persons, without those of whom somebody is held', async () => {
		await index.note('acme', one);
		await index.note('acme', { ...one, contact: 'bob', lastAt: 5_000 });
		await index.note('acme', { ...one, execution: '8', contact: 'carl', conversation: '' });
		await index.note('acme', { ...one, execution: '8', contact: 'dora', conversation: '' });
		await index.note('globex', one);
		const older = async (before: number) =>
			(await index.listOlder('acme', before, { max: 9 })).map(({ execution, lastAt }) => [execution, lastAt]);
		expect([await older(5_000), await older(1_000)]).toEqual([[['8', 1_000]], []]);
		expect(await older(6_000)).toEqual([
			['8', 1_000],
			['7', 5_000],
		]);
		expect(await index.listOlder('acme', 6_000, { max: 1, offset: 1 })).toMatchObject([{ execution: '7' }]);
		const holds = openHolds(place);
		const sealed = { request: new Uint8Array(1), reason: new Uint8Array(1) };
		await holds.add({ tenant: 'acme', person: 'dora', ...sealed, createdAt: 1, createdBy: 'user:bia', until: null }, [], undefined);
		await holds.close();
		expect(await older(6_000)).toEqual([['7', 5_000]]);
	});

	it('keeps those of somebody who is held', async () => {
		const holds = openHolds(place);
		const sealed = { request: new Uint8Array(1), reason: new Uint8Array(1) };
		await holds.add({ tenant: 'acme', person: one.contact, ...sealed, createdAt: 1, createdBy: 'user:bia', until: null }, [], undefined);
		await holds.close();
		await index.note('acme', one);
		await index.note('acme', { ...one, contact: 'carl', conversation: 'other talk' });
		const later = 50 * dayMs;
		await index.note('acme', { ...one, execution: '9', contact: 'bob', firstAt: later, lastAt: later, endsAt: later + dayMs });
		expect([(await list('ana')).length, (await list('carl')).length]).toEqual([1, 0]);
	});
}
