import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['registry:read']);
});
afterAll(() => service.close());

it('lists and shows the templates of the package, and no folder of the service', async () => {
	const [status, { items }] = (await service.call('GET templates')) as [number, { items: Array<{ id: string }> }];
	expect([status, items]).toEqual([200, expect.arrayContaining([expect.objectContaining({ id: 'meeting-notes', source: 'package' })])]);
	expect(await service.call('GET templates/meeting-notes')).toMatchObject([
		200,
		{ source: 'package', from: 'meeting-notes', template: { id: 'meeting-notes', files: expect.any(Array) } },
	]);
	expect(await service.call('GET templates/nothing')).toMatchObject([404, { code: 'TEMPLATE_NOT_FOUND' }]);
	for (const path of ['./meeting-notes', '/etc', '~/x', 'templates/meeting-notes'])
		expect(await service.call(`GET templates/${encodeURIComponent(path).replaceAll('.', '%2E')}`)).toMatchObject([
			400,
			{ code: 'INPUT_INVALID' },
		]);
	expect((await service.call('GET templates', { as: 'nobody' }))[0]).toBe(403);
	expect((await service.call('GET templates/meeting-notes', { as: 'nobody' }))[0]).toBe(403);
});

it('is what the commands do at a service', async () => {
	expect((await service.troupe(['template', 'list'])).printed).toMatch(/meeting-notes +\d/);
	const shown = await service.troupe(['template', 'show', 'meeting-notes', '--json']);
	expect([shown.code, JSON.parse(shown.printed)]).toMatchObject([0, { source: 'package', id: 'meeting-notes' }]);
});
