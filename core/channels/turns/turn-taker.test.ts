import type { ChannelsOfTenant } from '../../ports';
import { startTurns, type WaitingTurn } from '../../../test/support/channels/waiting-turns';

const burst = (tenant: string, channel: string, count: number): WaitingTurn[] =>
	Array.from({ length: count }, (_, index) => ({ tenant, channel, id: `${tenant} ${channel} ${index}` }));

describe('turns of several tenants', () => {
	it('lets a single message pass the burst of another tenant (postel-sh/postel#126)', async () => {
		const turns = startTurns([...burst('acme', 'sales', 59), ...burst('globex', 'help', 1)], 1);
		await turns.answer(2);
		expect(turns.begun.slice(0, 2)).toEqual(['acme sales 0', 'globex help 0']);
	});

	it('takes turns while several tenants have a backlog (wavelens/gradient#111)', async () => {
		const turns = startTurns([...burst('a', 'x', 9), ...burst('b', 'x', 9), ...burst('c', 'x', 9)], 1);
		await turns.answer(9);
		expect(turns.begun.map(([tenant]) => tenant).join('')).toMatch(/^(abc){3}/);
	});

	it('keeps a part of its slots for the others, however long the turns of one tenant take', async () => {
		const turns = startTurns([...burst('acme', 'sales', 59)], 4, ['globex help']);
		await turns.take();
		expect(turns.begun).toHaveLength(3);
		turns.add(burst('globex', 'help', 1));
		await turns.take();
		expect(turns.begun[3]).toBe('globex help 0');
	});

	it('gives all slots to a tenant that is alone, and a slot to everyone where there is one', async () => {
		const alone = startTurns(burst('acme', 'sales', 9), 4);
		await alone.take();
		expect(alone.begun).toHaveLength(4);
		const single = startTurns(burst('acme', 'sales', 9), 1, ['globex help']);
		await single.take();
		expect(single.begun).toHaveLength(1);
	});
});

describe('turns of the channels of one tenant', () => {
	it('takes one of each channel before it takes a second', async () => {
		const turns = startTurns([...burst('acme', 'sales', 9), ...burst('acme', 'help', 2), ...burst('acme', 'desk', 2)], 1);
		await turns.answer(6);
		const rounds = [turns.begun.slice(0, 3), turns.begun.slice(3, 6)].map((round) => round.map((id) => id.split(' ')[1]).sort());
		expect(rounds).toEqual([
			['desk', 'help', 'sales'],
			['desk', 'help', 'sales'],
		]);
	});

	it('asks the store once for each tenant while nobody writes', async () => {
		const turns = startTurns([], 4, ['acme a', 'acme b', 'acme c', 'globex d']);
		await turns.take();
		expect(turns.asked).toEqual<ChannelsOfTenant[]>([
			{ tenant: 'acme', channels: ['a', 'b', 'c'] },
			{ tenant: 'globex', channels: ['d'] },
		]);
	});
});

it('goes on after a turn that fails', async () => {
	const turns = startTurns(burst('acme', 'sales', 2), 1);
	await turns.take();
	await turns.fail(new Error('no database'));
	await turns.take();
	expect(turns.begun).toHaveLength(2);
	expect(turns.faults).toEqual(['turns']);
	expect(turns.holders.size).toBe(2);
	await turns.answer(2);
	expect(turns.taker.running).toBe(0);
	expect(await turns.taker.takeOne('me', new AbortController().signal)).toBe(0);
});
