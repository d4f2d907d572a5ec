import { composeAbuseStore } from '../../providers/compose/guardrails/abuse';
import { startOperationsService } from '../../test/support/operations-service';

const phone = '5511987654321';
let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['guardrail:read', 'channel:manage']);
	for (const tenant of ['default', 'acme']) {
		const store = (await composeAbuseStore({ ...service.host, tenant }))!;
		await store.change(phone, 3_600_000, () => ({ violations: [Date.now()], blockedUntil: Date.now() + 3_600_000 }));
	}
});
afterAll(() => service.close());

it('lists and lifts the limits of contacts of the own tenant, without their ids', async () => {
	const [status, listed] = await service.call('GET guardrails/abuse');
	expect([status, listed]).toMatchObject([200, { items: [{ violations: [expect.any(String)], blockedUntil: expect.any(String) }] }]);
	const list = (...args: string[]) => service.troupe(['guard', 'abuse', 'list', ...args]);
	expect(await list()).toMatchObject({ printed: expect.stringMatching(/contact.*\n[\w-]+ +1 /), noted: '' });
	expect(await service.troupe(['guard', 'abuse', 'lift', phone, '--as', 'ana'])).toMatchObject({ code: 0 });
	expect(await service.call('GET guardrails/abuse')).toEqual([200, { items: [] }]);
	expect(await service.call('GET guardrails/abuse?limit=1', { as: 'theirs' })).toMatchObject([200, { items: [{}] }]);
	const lifts = await service.call('GET guardrails/abuse/lifts');
	expect(lifts).toMatchObject([200, { items: [{ by: expect.stringMatching(/^key:\S+ for ana$/) }] }]);
	expect(await service.call('POST guardrails/abuse/lift', { body: { contact: phone } })).toMatchObject([
		404,
		{ code: 'RESOURCE_NOT_FOUND', fix: expect.not.stringMatching(/--tenant|operator/) },
	]);
	for (const as of [' ', 'a\0na', 'ana\nroot'])
		expect(await service.call('POST guardrails/abuse/lift', { body: { contact: phone, as } })).toMatchObject([
			400,
			{ code: 'INPUT_INVALID' },
		]);
	expect(JSON.stringify([listed, lifts, service.lines])).not.toContain(phone);
	for (const request of ['GET guardrails/abuse', 'GET guardrails/abuse/lifts', 'POST guardrails/abuse/lift'])
		expect(await service.call(request, { as: 'nobody', body: request.startsWith('P') ? { contact: phone } : undefined })).toMatchObject([
			403,
			{},
		]);
	const store = (await composeAbuseStore(service.host))!;
	for (const other of ['a', 'b']) await store.change(other, 3_600_000, () => ({ violations: [Date.now()] }));
	expect((await list('--limit', '1')).noted).toBe('Only 1 row shown; there are more. Raise --limit.');
	expect((await list('--limit', '2')).noted).toBe('');
});
