import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../../test/fakes/tool-agent';
import { startOperationsService } from '../../../test/support/operations-service';

const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
let service: Awaited<ReturnType<typeof startOperationsService>>;
let runId: string;
beforeAll(async () => {
	service = await startOperationsService(['agent:run', 'agent:decide'], { model: scriptedChatModel(pays, pays, 'Not paid.') });
	for (let count = 0; count < 2; count += 1) {
		const [status, begun] = await service.call('POST agents/clerk/runs', { body: { message: 'Pay.' } });
		expect([status, begun]).toMatchObject([200, { state: 'waiting' }]);
		({ runId } = begun as { runId: string });
	}
});
afterAll(() => service.close());

it('lists runs that wait without what they are about, and shows one whole', async () => {
	const [, first] = (await service.call('GET approvals?limit=1')) as [number, { items: object[]; cursor: string }];
	expect(first).toMatchObject({ items: [{ agent: { id: 'clerk' }, status: 'waiting', pending: [{ kind: 'approval', tool: 'pay' }] }] });
	expect(JSON.stringify(first)).not.toContain('number');
	expect(await service.call(`GET approvals?cursor=${first.cursor}`)).toEqual([200, { items: [expect.objectContaining({ runId })] }]);
	const shown = await service.call(`GET approvals/${runId}`);
	expect(shown).toMatchObject([
		200,
		{ runId, pending: [{ id: 'p', viewSha256: expect.any(String), question: expect.stringContaining('number: 7') }] },
	]);
	expect(await service.call('GET approvals', { as: 'theirs' })).toEqual([200, { items: [], proposals: [] }]);
	expect(await service.call(`GET approvals/${runId}`, { as: 'theirs' })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await service.call('GET approvals', { as: 'nobody' })).toMatchObject([403, {}]);
	expect(await service.call('GET approvals?cursor=x')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('is what the command lists at a service', async () => {
	const { code, printed } = await service.troupe(['agent', 'runs', '--json']);
	expect([code, (JSON.parse(printed) as { runs: object[] }).runs]).toMatchObject([0, [{}, { runId }]]);
	expect(await service.troupe(['agent', 'runs', '--all-tenants'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('this machine only'),
	});
});

it('says of a run that waits no more who decided, to those who may know (black-candle-technologies/lumen#13)', async () => {
	const boss = await service.createKey('boss', ['agent:decide']);
	const headers = { authorization: `Bearer ${boss}`, 'content-type': 'application/json' };
	const decide = async (body: object) =>
		fetch(`${service.url}/api/v1/runs/${runId}/resume`, { method: 'POST', headers, body: JSON.stringify(body) });
	const answer = await decide({ decisions: [{ id: 'p', approved: false }] });
	expect(answer.status).toBeLessThan(300);
	const late = await service.call(`GET approvals/${runId}`);
	expect(late).toMatchObject([409, { code: 'RUN_ALREADY_RESUMED', details: { decidedAt: expect.any(String) } }]);
	expect(JSON.stringify(late)).not.toContain('decidedBy');
	expect(await service.call(`GET approvals/${runId}`, { as: 'theirs' })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
});
