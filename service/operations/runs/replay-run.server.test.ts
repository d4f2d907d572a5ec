import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pays, useRunApi } from '../../../test/support/run-api';

const { api, open, call, begin, as } = useRunApi();
const answer = { text: 'It was paid on Monday.', finish: 'stop' as const, model: 'script:model' };

const keep = async (runContent: string) => expect((await call('POST', '/tenants/default', { runContent })).status).toBe(200);
const replay = (runId: string, headers?: Record<string, string>) => call('POST', `/runs/${runId}/replay`, {}, headers);

it('replays a run without a model, and says where its agent would take other steps now', async () => {
	await open(answer);
	await keep('full');
	const { runId } = (await begin('When was it paid?', '?waitSeconds=30')).body;
	const same = { runId, isSame: true, outcome: 'reply', difference: null, usage: { modelCalls: 1, toolCalls: 0 } };
	expect(await replay(runId)).toMatchObject({ status: 200, body: { ...same, agent: { id: 'clerk', version: '1.0.0' } } });
	const begun = await replay(runId, { prefer: 'respond-async' });
	expect(begun.status).toBe(202);
	const { body } = await call('GET', `/operations/${String(begun.body.id)}?waitSeconds=30`);
	expect(body).toMatchObject({ state: 'completed', answer: same });
	const file = join(api.service.host.stateFolder, 'agents', 'clerk.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('"Help."', '"Help in verse."').replace('1.0.0', '1.1.0'));
	const other = await replay(runId);
	expect(other).toMatchObject({ status: 200, body: { isSame: false, outcome: null, agent: { version: '1.1.0' } } });
	expect(other.body.difference).toMatch(/^The trail /);
	expect(JSON.stringify(other.body)).not.toContain('Monday');
});

it('refuses a run whose texts are not kept whole', async () => {
	await open(answer);
	const { runId } = (await begin('When?', '?waitSeconds=30')).body;
	expect(await replay(runId)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('masked and cut') as string } });
});

it('refuses a run that has not completed, or that the caller may not read', async () => {
	await open(pays, answer);
	await keep('full');
	const waits = (await begin('Pay.', '?waitSeconds=30')).body.runId;
	expect(await replay(waits, { prefer: 'respond-async' })).toMatchObject({ status: 409 });
	const whole = (await begin('When?', '?waitSeconds=30')).body.runId;
	const statusFor = async (scopes: string[], run = whole) => (await replay(run, await as(scopes.join(' '), scopes))).status;
	expect(await statusFor(['run:read'])).toBe(403);
	expect(await statusFor(['evaluation:run', 'run:read:other'])).toBe(403);
	expect(await statusFor(['evaluation:run', 'run:read'], 'nobody')).toBe(404);
	expect(await statusFor(['evaluation:run', 'run:read:clerk'])).toBe(200);
});
