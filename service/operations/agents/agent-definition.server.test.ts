import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOperationsService } from '../../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => (service = await startOperationsService(['registry:read'])));
afterAll(() => service.close());

const write = (id: string, text: string) => writeFileSync(join(service.host.stateFolder, 'agents', `${id}.json`), text);

it('has what a run would have, with its defaults', async () => {
	expect(await service.call('GET agents/clerk/definition')).toMatchObject([
		200,
		{
			...{ id: 'clerk', version: '1.0.0', source: 'folder', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
			definition: { purpose: 'Answers questions about orders.', limits: { messageCharacters: 8_000 } },
		},
	]);
	expect((await service.call('GET agents/clerk/definition', { as: 'nobody' }))[0]).toBe(403);
});

it('has none of agents that are not offered, and names no place of the machine', async () => {
	write('hidden', '{"id": "hidden"}');
	for (const agent of ['hidden', 'nope', '..%2Fclerk', `${encodeURIComponent(join(service.host.stateFolder, 'agents', 'clerk.json'))}`])
		expect(await service.call(`GET agents/${agent}/definition`)).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	write('clerk', '{"id": "clerk"');
	const broken = await service.call('GET agents/clerk/definition');
	expect(broken).toMatchObject([422, { code: 'AGENT_INVALID' }]);
	expect(JSON.stringify(broken[1])).not.toContain(service.host.stateFolder);
});
