import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['evaluation:read']);
	writeFileSync(join(service.host.stateFolder, 'agents', 'broken.json'), '{"id": "broken"');
});
afterAll(() => service.close());

it('says what agents of the service lack, by their ids and not where they are', async () => {
	const whole = await service.call('POST agents/validate', { body: {} });
	expect(whole).toMatchObject([
		200,
		{
			agents: [
				{ id: 'broken', problems: [expect.any(String)], path: null },
				{ id: 'clerk', problems: [], path: null },
			],
		},
	]);
	expect(JSON.stringify(whole)).not.toContain(service.host.stateFolder);
	expect(await service.troupe(['agent', 'validate', 'clerk'])).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^valid clerk 1\.0\.0/),
	});
	expect(await service.troupe(['agent', 'validate'])).toMatchObject({ code: 1, printed: expect.stringContaining('invalid broken') });
	expect(await service.troupe(['agent', 'validate', './clerk.json'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('this machine only'),
	});
	const outside = await service.call('POST agents/validate', {
		body: { agents: [join(service.host.stateFolder, 'agents', 'clerk.json')] },
	});
	expect(outside).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	const unknown = await service.call('POST agents/validate', { body: { agents: ['nope'] } });
	expect([unknown, JSON.stringify(unknown).includes(service.host.stateFolder)]).toMatchObject([[404, { code: 'AGENT_NOT_FOUND' }], false]);
	expect(await service.call('POST agents/validate', { body: {}, as: 'nobody' })).toMatchObject([403, {}]);
});
