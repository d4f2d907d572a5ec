import type { Violation } from '../../core/guardrails/policy/guard';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { startOperationsService } from '../../test/support/operations-service';

const phone = '5511987654321';
const violation: Violation = {
	...{ guardrail: 'personal-data', code: 'PERSONAL_DATA', stage: 'input', action: 'block' },
	...{ matches: [{ type: 'BR_CPF', start: 4, end: 18, score: 1 }], reason: 'The text contains personal data: CPF.' },
};

let service: Awaited<ReturnType<typeof startOperationsService>>;
const record = async (violations: Violation[], source: object, tenant = 'default') =>
	(await composeViolationLog({ ...service.host, tenant })).record(violations, { host: 'n8n', agent: 'support', ...source });
beforeAll(async () => {
	service = await startOperationsService(['guardrail:read']);
	await record([violation, violation, violation], { conversationId: phone });
	await record([{ ...violation, stage: 'tool-arguments', tool: 'search', argument: 'q' }, violation], { agent: 'clerk' });
	await record([violation], { agent: 'spy' }, 'acme');
});
afterAll(() => service.close());

const idsOf = (document: unknown) => (document as { items: Array<{ id: number }> }).items.map(({ id }) => id);

it.each([
	['GET guardrails/violations', undefined, [1, 2, 3, 4, 5]],
	['GET guardrails/violations?limit=2', undefined, [4, 5]],
	['GET guardrails/violations?after=1&limit=2', undefined, [2, 3]],
	['GET guardrails/violations?tool=search', undefined, [4]],
	['GET guardrails/violations?agent=support&limit=2', undefined, [2, 3]],
	['GET guardrails/violations?after=9', undefined, []],
	['POST guardrails/violations/search', { conversation: phone, after: 0, limit: 2 }, [1, 2]],
	['POST guardrails/violations/search', { agent: 'spy' }, []],
])('%s %j finds those of the tenant', async (request, body, ids) => {
	const [status, document] = await service.call(request, { body });
	expect([status, idsOf(document)]).toEqual([200, ids]);
	expect(JSON.stringify(document)).not.toContain(phone);
});

it('goes on where a page ended, also with filters (FraunhoferISST/diva#297)', async () => {
	const first = await service.call('GET guardrails/violations?after=0&limit=2&stage=input');
	const { cursor } = first[1] as { cursor: string };
	const [, next] = await service.call(`GET guardrails/violations?limit=2&stage=input&cursor=${cursor}`);
	expect([idsOf(first[1]), idsOf(next)]).toEqual([
		[1, 2],
		[3, 5],
	]);
	expect(next).toMatchObject({ last: 5 });
	expect(next).not.toHaveProperty('cursor');
});

it.each([
	['GET guardrails/violations?limit=1001', '1000'],
	['GET guardrails/violations?after=-1', '0'],
	['GET guardrails/violations?cursor=eA', 'The cursor'],
	[`GET guardrails/violations?conversation=${phone}`, '"conversation"'],
])('%s is refused', async (request, detail) => {
	expect(await service.call(request)).toMatchObject([400, { code: 'INPUT_INVALID', detail: expect.stringContaining(detail) }]);
});

it.each(['GET guardrails/violations', 'POST guardrails/violations/search'])('%s needs its scope', async (request) => {
	const body = request.startsWith('POST') ? {} : undefined;
	expect(await service.call(request, { body, as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('is what the command prints at a service, which names no conversation in an address', async () => {
	const { code, printed } = await service.troupe(['guard', 'violations', '--conversation', phone, '--json']);
	expect([code, printed.split('\n').map((line) => JSON.parse(line) as object)]).toMatchObject([
		0,
		[{ id: 1, at: expect.any(Number), code: 'PERSONAL_DATA' }, { id: 2 }, { id: 3 }],
	]);
	expect(JSON.stringify(service.lines)).not.toContain(phone);
	expect(await service.troupe(['guard', 'violations', '--check'])).toMatchObject({ code: 2 });
});
