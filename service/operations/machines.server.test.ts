import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { openMachines } from '../../providers/compose/state/host-machines';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOperationsService } from '../../test/support/operations-service';
import { reportMachine } from '../machines/report-machine';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeEach(async () => (service = await startOperationsService(['doctor:read'])));
afterEach(() => service.close());

const store = async () => (await openMachines(service.host))!;
const report = (more: object = {}) => ({
	...{ hostname: 'host', pid: 7, version: '1.0.0', node: 'v24', gate: { state: 'admitted' }, agents: [], ran: [], workers: [], ...more },
});
const tell = async (id: string, said: object = {}, row: object = {}) =>
	(await store()).report({ ...{ id, machine: `m-${id}`, program: 'serve', uptimeMs: 0, report: JSON.stringify(report(said)) }, ...row });
interface Item {
	id: string;
	state: string;
	hasFaults: boolean;
}
const list = async (query = '') => {
	const [status, page] = (await service.call(`GET machines${query}`)) as [number, { items: Item[]; cursor?: string }];
	expect(status).toBe(200);
	return page;
};

it('lists a process that reports itself, and says when it stopped', async () => {
	const metrics = new WorkerMetrics();
	metrics.countGate('troupe:agent', false);
	const host = { ...service.host, gate: openGate() };
	const reported = reportMachine(host, 'worker', { log: () => undefined, metrics });
	await reported.first;
	const [working] = (await list()).items;
	expect(working).toMatchObject({ program: 'worker', pid: process.pid, state: 'works', hasFaults: false, engine: 'open' });
	expect(working).toMatchObject({ gate: { state: 'admitted' }, workers: [], ran: [] });
	expect(working).toHaveProperty('agents', expect.arrayContaining([{ id: 'clerk', version: '1.0.0', from: 'folder', state: 'listed' }]));
	await reported.stop();
	expect((await list()).items).toMatchObject([{ state: 'stopped', hasFaults: false, stoppedAt: expect.any(String) as string }]);
});

it('has those with faults first, page by page', async () => {
	await tell('a');
	await tell('b', { gate: { state: 'refused', code: 'MANIFEST_REVOKED' } });
	await tell('c', { engine: 'unreachable' });
	await tell('d', { agents: [{ id: 'clerk', version: '1.0.0', from: 'registry', state: 'refused', code: 'MANIFEST_REVOKED' }] });
	await tell('e', { gate: { state: 'refused', code: 'MANIFEST_REVOKED' } }, { isStopping: true });
	const { items, cursor } = await list('?limit=2');
	const { items: more } = await list(`?limit=50&cursor=${cursor}`);
	expect([...items, ...more].map(({ id, hasFaults }) => [id, hasFaults])).toEqual([
		['b', true],
		['c', true],
		['d', true],
		['a', false],
		['e', false],
	]);
	expect(await service.call('GET machines?cursor=nonsense')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('counts one that says nothing as gone, and as a fault until another of the same machine works', async () => {
	const later = Date.now() + 3_600_000;
	const clock = jest.spyOn(Date, 'now').mockReturnValue(later - 100_000);
	await tell('killed', {}, { machine: 'one' });
	clock.mockReturnValue(later - 1);
	expect((await list()).items).toMatchObject([{ state: 'works' }]);
	clock.mockReturnValue(later);
	const goneAt = new Date(later).toISOString();
	expect((await list()).items).toMatchObject([{ state: 'gone', hasFaults: true, goneAt }]);
	await tell('next', {}, { machine: 'one' });
	expect((await list()).items.map(({ id, hasFaults }) => [id, hasFaults])).toEqual([
		['next', false],
		['killed', false],
	]);
	clock.mockRestore();
});

it('is not for those who may not see the installation', async () => {
	expect(await service.call('GET machines', { as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('tells a tenant of its own runs alone', async () => {
	const ran = { agent: 'clerk', version: '1.0.0', runs: 2, failed: 0, lastAt: 1 };
	await tell('a', {
		ran: [
			{ ...ran, tenant: 'default' },
			{ ...ran, tenant: 'other', agent: 'theirs' },
		],
	});
	expect((await list()).items).toMatchObject([{ ran: [{ tenant: 'default', agent: 'clerk', runs: 2 }] }]);
});
