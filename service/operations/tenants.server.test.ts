import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
afterEach(() => service.close());

const own = ['usage:read', 'tenant:manage'];

async function here(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: service.host.stateFolder });
	expect(await runTroupe(['tenant', ...args], terminal)).toBe(0);
	return terminal.printed.join('\n');
}

it('shows a caller its own tenant only, and lets nobody raise their own limits', async () => {
	service = await startOperationsService(own);
	for (const name of ['acme', 'default']) await here('set', name, '--runs-per-month', '9');
	const listed = (tenant: string) => [200, { items: [{ tenant, rules: { runsPerMonth: 9 }, changedBy: expect.stringMatching(/^user:/) }] }];
	expect(await service.call('GET tenants')).toMatchObject(listed('default'));
	expect(await service.call('GET tenants', { as: 'theirs' })).toMatchObject(listed('acme'));
	expect(await service.call('GET tenants/acme', { as: 'theirs' })).toMatchObject([200, { rules: {}, use: { runsThisMonth: 0 } }]);
	expect(await service.call('POST tenants/acme/clean', { body: {}, as: 'theirs' })).toMatchObject([200, { tenant: 'acme', runs: 0 }]);
	for (const [request, body] of [
		['GET tenants/acme', undefined],
		['POST tenants/acme/clean', {}],
		['POST tenants/acme', { runsPerMonth: 1 }],
		['POST tenants/default', { runsPerMonth: 99 }],
		['DELETE tenants/default', undefined],
	] as const)
		expect([request, ...(await service.call(request, { body }))]).toMatchObject([request, 403, { code: 'ACCESS_DENIED' }]);
	expect(await here('list')).toMatch(/acme +runsPerMonth 9[^]*default +runsPerMonth 9/);
});

it('lets whoever has tenant:tenants do what commands do, by the same commands', async () => {
	service = await startOperationsService([...own, 'tenant:tenants']);
	expect(await service.troupe(['tenant', 'list'])).toMatchObject({ code: 0, noted: expect.stringContaining('No tenant has rules') });
	expect(await service.troupe(['tenant', 'set', 'acme', '--runs-per-month', '0', '--time-zone', 'America/Sao_Paulo'])).toMatchObject({
		printed: 'acme: runsPerMonth 0, timeZone America/Sao_Paulo',
	});
	expect(await service.troupe(['tenant', 'set', 'acme', '--stored-characters', '10', '--clear', 'timeZone'])).toMatchObject({ code: 0 });
	const shown = await service.troupe(['tenant', 'show', 'acme', '--json']);
	expect([shown.code, JSON.parse(shown.printed)]).toMatchObject([
		1,
		{
			tenant: 'acme',
			rules: { runsPerMonth: 0, storedCharacters: 10 },
			changedBy: expect.stringMatching(/^key:/),
			use: { storedCharacters: 0 },
		},
	]);
	expect(await service.troupe(['tenant', 'show', '..'])).toMatchObject({ code: 2, noted: expect.stringContaining('can be named ".."') });
	await service.troupe(['tenant', 'set', 'globex', '--run-days', '2']);
	expect((await service.troupe(['tenant', 'list'])).printed).toBe(await here('list'));
	expect(await service.troupe(['tenant', 'clean'])).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^globex: removed 0 memories/),
	});
	expect(await service.troupe(['tenant', 'remove', 'acme', '--yes'])).toMatchObject({ code: 0 });
	expect(await service.troupe(['tenant', 'remove', 'acme', '--yes'])).toMatchObject({ code: 1, noted: 'acme had no rules.' });
	expect(await here('list')).not.toContain('acme');
});

it.each([
	['POST tenants/acme', {}, 'Nothing was set'],
	['POST tenants/acme', { agents: -1 }, 'agents'],
	['POST tenants/acme', { timeZone: 'Moon' }, 'not a time zone'],
	['POST tenants/acme', { policies: ['missing'] }, 'Guardrail policy "missing" not found'],
	['POST tenants/acme', { clear: ['agents'] }, 'has no rule "agents"'],
	['POST tenants/acme', { clear: ['__proto__'] }, 'has no rule "__proto__"'],
	['POST tenants/acme', { agents: 1, clear: ['agents'] }, 'set and removed'],
	['POST tenants/acme', { color: 'red' }, '"color"'],
	['POST tenants/*', { agents: 1 }, 'not a valid tenant'],
	['GET tenants/%20acme', undefined, 'not a valid tenant'],
	['GET tenants?limit=0', undefined, 'limit'],
])('%s %j answers 400', async (request, body, words) => {
	service = await startOperationsService([...own, 'tenant:tenants']);
	const refusal = { code: 'INPUT_INVALID', detail: expect.stringContaining(words), fix: expect.not.stringContaining('Tell the operator') };
	expect(await service.call(request, { body })).toMatchObject([400, refusal]);
	expect(service.lines).toEqual([]);
});
