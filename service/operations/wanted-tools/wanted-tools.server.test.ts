import { noteWantedTool } from '../../../providers/compose/state/host-wanted-tools';
import { startOperationsService } from '../../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['run:read', 'work:manage'], { environment: {} });
	for (const tool of ['send_invoice', 'send_invoice', 'http_request'])
		await noteWantedTool({ tool, agent: 'clerk', source: 'run' }, service.host);
	await noteWantedTool({ tool: 'secret_plan', agent: 'spy', source: 'run' }, { ...service.host, tenant: 'acme' });
});
afterAll(() => service.close());

const invoice = { tool: 'send_invoice', agent: 'clerk', source: 'run', count: 2 };

it.each([
	['GET wanted-tools', { items: [invoice, { tool: 'http_request' }] }],
	['GET wanted-tools?limit=1', { items: [invoice] }],
	['GET wanted-tools/send_invoice', { tool: 'send_invoice', wantedBy: [invoice], searchedNodes: null }],
	['GET wanted-tools/secret_plan', { wantedBy: [] }],
	['DELETE wanted-tools/secret_plan', { removed: 0 }],
])('%s is of the tenant', async (request, answer) => {
	const [status, document] = await service.call(request);
	expect([status, document]).toMatchObject([200, answer]);
	expect(JSON.stringify(document)).not.toContain('spy');
});

it.each([
	['GET wanted-tools?limit=1001', '1000'],
	['GET wanted-tools?agent=spy', '"agent"'],
])('%s is refused', async (request, detail) => {
	const [status, document] = await service.call(request);
	expect([status, document]).toMatchObject([400, { detail: expect.stringContaining(detail) }]);
});

it.each(['GET wanted-tools', 'GET wanted-tools/x', 'DELETE wanted-tools/x'])('%s needs its scope', async (request) => {
	expect(await service.call(request, { as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('is of the agents whose runs a caller reads', async () => {
	await noteWantedTool({ tool: 'send_invoice', agent: 'lead', source: 'run' }, service.host);
	const authorization = `Bearer ${await service.createKey('of one', ['run:read:lead'])}`;
	const read = async (path: string) =>
		(await (await fetch(`${service.url}/api/v1/${path}`, { headers: { authorization } })).json()) as Record<string, unknown>;
	expect(await read('wanted-tools?limit=1')).toEqual({ items: [expect.objectContaining({ tool: 'send_invoice', agent: 'lead' })] });
	expect(await read('wanted-tools/send_invoice')).toMatchObject({ wantedBy: [{ agent: 'lead', count: 1 }] });
	expect(await read('wanted-tools/http_request')).toMatchObject({ wantedBy: [] });
	await service.troupe(['wanted-tools', 'remove', 'send_invoice', '--yes']);
	for (let count = 0; count < 2; count += 1) await noteWantedTool({ tool: 'send_invoice', agent: 'clerk', source: 'run' }, service.host);
});

it('is what commands do at a service', async () => {
	const listed = await service.troupe(['wanted-tools', 'list', '--json']);
	expect(JSON.parse(listed.printed)).toMatchObject([invoice, {}]);
	expect((await service.troupe(['wanted-tools', 'show', 'send_invoice'])).noted).toContain('on the machine of the service');
	const removed = await service.troupe(['wanted-tools', 'remove', 'send_invoice', '--yes', '--json']);
	expect(removed).toMatchObject({ code: 0, printed: '{"tool":"send_invoice","removed":1}' });
	expect(await service.troupe(['wanted-tools', 'remove', 'secret_plan', '--yes'])).toMatchObject({ code: 1 });
});
