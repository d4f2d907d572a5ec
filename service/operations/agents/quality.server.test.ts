import { composeQualityStore } from '../../../providers/compose/evaluation/quality-store';
import { startOperationsService } from '../../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['evaluation:read']);
	const store = (await composeQualityStore(service.host))!;
	const about = { agent: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64) };
	for (const isOk of [true, true, false]) await store.countRun('default', about, { isOk, durationMs: 100 });
});
afterAll(() => service.close());

it.each([
	['ours', 'GET agents/clerk/quality', { agent: 'clerk', versions: [{ version: '1.0.0', runs: 3 }], waiting: 0 }],
	['theirs', 'GET agents/clerk/quality?days=400', { versions: [], days: [] }],
] as const)('%s: %s', async (as, request, answer) => {
	expect(await service.call(request, { as })).toMatchObject([200, answer]);
});

it.each([
	['GET agents/clerk/quality?days=401', 'ours', [400, { code: 'INPUT_INVALID' }]],
	['GET agents/clerk/quality?tenant=acme', 'ours', [400, { code: 'INPUT_INVALID' }]],
	['GET agents/clerk/quality', 'nobody', [403, { code: 'ACCESS_DENIED' }]],
] as const)('%s of %s is refused', async (request, as, refusal) => {
	expect(await service.call(request, { as })).toMatchObject(refusal);
});

it('is what the command prints at a service', async () => {
	const { code, printed } = await service.troupe(['eval', 'history', 'clerk', '--json']);
	expect([code, JSON.parse(printed)]).toMatchObject([0, { agent: 'clerk', versions: [{ runs: 3 }], changes: [] }]);
	expect((await service.troupe(['eval', 'history', 'clerk'])).printed).toContain('66.7 %');
	expect(await service.troupe(['eval', 'history', '--check'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('this machine only'),
	});
});
