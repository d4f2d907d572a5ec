import { openMachines } from '../../providers/compose/state/host-machines';
import { startOperationsService } from '../../test/support/operations-service';
import { callTroupe } from '../../test/support/test-terminal';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeEach(async () => (service = await startOperationsService(['doctor:read'])));
afterEach(() => service.close());

async function tell(id: string, said: object = {}): Promise<void> {
	const facts = { hostname: 'host', pid: 7, version: '1.0.0', node: 'v24', gate: { state: 'admitted' }, agents: [], ran: [], workers: [] };
	const machines = (await openMachines(service.host))!;
	await machines.report({ id, machine: `m-${id}`, program: 'serve', uptimeMs: 0, report: JSON.stringify({ ...facts, ...said }) });
}

it('lists what reported itself, here as at a service, and says by its exit code that one has faults', async () => {
	const none = { code: 0, printed: '', noted: expect.stringContaining('No process') as string };
	expect(await service.troupe(['doctor', 'machines'])).toEqual(none);
	await tell('a', { ran: [{ tenant: 'default', agent: 'clerk', version: '1.0.0', runs: 5, failed: 2, lastAt: 1 }] });
	const whole = await service.troupe(['doctor', 'machines']);
	expect(whole).toMatchObject({
		code: 0,
		noted: '',
		printed: expect.stringMatching(/m-a +serve +works +1\.0\.0 +0 +5 +2 +\d.* -$/m) as string,
	});
	await tell('b', {
		gate: { state: 'refused', code: 'MANIFEST_REVOKED', registryFault: 'SERVICE_UNREACHABLE' },
		engine: 'unreachable',
		agents: [{ id: 'clerk', version: '2.0.0', from: 'registry', state: 'refused', code: 'MANIFEST_EXPIRED' }],
		workers: [{ type: 'troupe:agent', running: 0, taken: 0, failed: 0, troubles: 0, isRefused: true }],
	});
	const { code, printed } = await service.troupe(['doctor', 'machines', '--json']);
	expect([code, printed.split('\n').map((line) => (JSON.parse(line) as { id: string }).id)]).toEqual([1, ['b', 'a']]);
	const here = await callTroupe(['doctor', 'machines', '--limit', '1'], { TROUPE_HOME: service.host.stateFolder });
	expect(here).toMatchObject({ code: 1, noted: 'Only 1 row shown; there are more. Raise --limit.' });
	for (const fault of ['MANIFEST_REVOKED', 'SERVICE_UNREACHABLE', 'engine is unreachable', 'clerk 2.0.0: MANIFEST_EXPIRED', 'troupe:agent'])
		expect(here.printed).toContain(fault);
});

it('leaves `troupe doctor` and its options as they were', async () => {
	const { printed } = await service.troupe(['doctor', '--json']);
	expect(JSON.parse(printed)).toMatchObject({ checks: expect.any(Array) as object[] });
});
