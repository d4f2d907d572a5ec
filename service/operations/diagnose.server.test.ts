import { homedir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../cli/doctor/checks';
import { startOperationsService } from '../../test/support/operations-service';
import type { Diagnosis } from './diagnose';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => (service = await startOperationsService(['doctor:read'])));
afterAll(() => service.close());

it('says what troupe doctor says, without the folders of the machine, to whom the installation is', async () => {
	const [status, document] = (await service.call('GET doctor')) as [number, Diagnosis];
	expect([status, document.home]).toEqual([200, '$TROUPE_HOME']);
	expect(document.checks.map(({ check }) => check)).toEqual(checks.map(({ id }) => id));
	expect(JSON.stringify(document)).toContain('$TROUPE_HOME');
	for (const folder of [service.host.stateFolder, join(__dirname, '../..'), homedir()])
		expect(JSON.stringify(document)).not.toContain(folder);
	const { code, printed } = await service.troupe(['doctor', '--json']);
	const { state, checks: found } = JSON.parse(printed) as Diagnosis;
	expect([code, found.map(({ check }) => check)]).toEqual([state === 'fail' ? 1 : 0, checks.map(({ id }) => id)]);
	expect((await service.troupe(['doctor'])).printed).toMatch(/^check +state +finding\n[\s\S]+\nTroupe \S+, \$TROUPE_HOME: /);
	expect(await service.call('GET doctor', { as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});
