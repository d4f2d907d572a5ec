import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOperationsService } from '../../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
const write = (id: string, text: string) => writeFileSync(join(service.host.stateFolder, 'agents', `${id}.json`), text);
beforeAll(async () => {
	service = await startOperationsService(['evaluation:read']);
	write('hidden', '{"id": "hidden"');
});
afterAll(() => service.close());

it('says what agents of the service lack, by their ids and not where they are', async () => {
	const clerk = [200, { agents: [{ id: 'clerk', problems: [], path: null }] }];
	expect(await service.call('POST agents/validate', { body: {} })).toMatchObject(clerk);
	expect(await service.call('POST agents/validate', { body: { agents: ['clerk', 'clerk'] } })).toMatchObject(clerk);
	expect(await service.troupe(['agent', 'validate', 'clerk'])).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^valid clerk 1\.0\.0/),
	});
	expect(await service.troupe(['agent', 'validate', './clerk.json'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('this machine only'),
	});
	const outside = await service.call('POST agents/validate', {
		body: { agents: [join(service.host.stateFolder, 'agents', 'clerk.json')] },
	});
	expect(outside).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	for (const agent of ['nope', 'hidden']) {
		const unknown = await service.call('POST agents/validate', { body: { agents: [agent] } });
		expect(unknown).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
		expect(JSON.stringify(unknown)).not.toContain(service.host.stateFolder);
	}
	expect(await service.call('POST agents/validate', { body: {}, as: 'nobody' })).toMatchObject([403, {}]);
	write('clerk', '{"id": "clerk"');
	const broken = await service.call('POST agents/validate', { body: {} });
	expect(broken).toMatchObject([200, { agents: [{ id: 'clerk', problems: [expect.stringMatching(/./)], path: null }] }]);
	expect(JSON.stringify(broken)).not.toContain(service.host.stateFolder);
	expect(await service.troupe(['agent', 'validate'])).toMatchObject({ code: 1, printed: expect.stringContaining('invalid clerk') });
});
