import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { calledProcess } from '../../../test/support/plans/test-play';
import { planProcesses } from './open-service-plans';

const grantOf = (tenant: string): Grant => ({
	caller: { tenant, subject: 'key:planner' },
	scopes: new Set(['process:deploy']),
	expiresAt: Infinity,
});

it('lists the newest version of each process that is deployed for the caller’s tenant, and of no other', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	try {
		await engine.deploy([calledProcess]);
		await engine.deploy([{ ...calledProcess, content: calledProcess.content.replace('id="called"', 'id="called" name="Bill"') }]);
		await engine.deploy([{ ...calledProcess, content: calledProcess.content.replace('id="called"', 'id="theirs"') }], 'acme');
		const list = planProcesses(engine, 'default');
		expect(await list(grantOf('default'))).toEqual([{ id: 'called', name: 'Bill', version: '2' }]);
		expect(await list(grantOf('acme'))).toMatchObject([{ id: 'theirs', version: '1' }]);
	} finally {
		await engine.close();
	}
});
