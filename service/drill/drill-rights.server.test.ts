import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegistry } from '../../manifests/registry/open-registry';
import { startTestService } from '../../test/support/offering-service';
import { ada, bob, gatherPeople } from '../../test/support/registry/registry-people';

it('answers over HTTP with processes and machines only where the key has the right to each', async () => {
	const people = await gatherPeople();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-drill-rights-'));
	const registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
	const tone = people.prompt('tone', '1.0.0');
	await registry.publish(ada, { token: tone.token });
	await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
	const served = { registry, access: undefined as never, webhooks: undefined as never, close: async () => undefined };
	const service = await startTestService([], {}, {}, { served });
	const ask = async (...scopes: string[]) => {
		const key = await service.createKey(scopes.join(' '), scopes);
		const headers = { authorization: `Bearer ${key}` };
		const answer = await fetch(`${service.url}/api/v1/drill?kind=prompt&name=tone&version=1.0.0`, { headers });
		expect(answer.status).toBe(200);
		return (await answer.json()) as object;
	};
	const few = await ask('registry:read');
	expect(few).toMatchObject({ leftOut: [{ scope: 'process:read' }, { scope: 'doctor:read' }] });
	expect(Object.keys(few)).not.toEqual(expect.arrayContaining(['processes']));
	expect(Object.keys(few)).not.toEqual(expect.arrayContaining(['machines']));
	expect(await ask('registry:read', 'process:read', 'doctor:read')).toMatchObject({ processes: [], machines: [] });
	await service.close();
	await registry.close();
	rmSync(folder, { recursive: true });
});
