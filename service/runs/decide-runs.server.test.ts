import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { asksPerson, type Body, held, pays, useRunApi } from '../../test/support/run-api';
import { waitUntil } from '../../test/support/wait-until';
import { OfferedRuns } from '../offered-agents/offered-runs';
import { RunSlots } from '../offered-agents/run-slots';
import { DecidedRuns } from './decided-runs';

const { api, open, send, call, begin, as } = useRunApi();

test('a second decision neither hides a run that goes on, nor keeps it from ending with its service', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-decided-'));
	const model = held('Never.');
	api.service = await startTestService([asksPerson('q1'), model.step], {}, {}, { home });
	const { body } = await begin('Where?');
	const resume = (answer: string) => call('POST', `/runs/${body.runId}/resume?waitSeconds=0`, { decisions: [{ id: 'q1', answer }] });
	const both = await Promise.all([resume('7'), resume('8')]);
	expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
	await waitUntil('the run goes on', async () => (await call('GET', `/runs/${body.runId}`)).body.state === 'running');
	await api.service.close();
	api.service = await startTestService([], {}, {}, { home });
	expect((await call('GET', `/runs/${body.runId}`)).body).toMatchObject({ state: 'cancelled' });
	rmSync(home, { recursive: true });
});

test('a question is answered by the caller who asked, with the rest of the run', async () => {
	await open(asksPerson('q1'), 'Order 7 is here.');
	const { status, body } = await begin('Where is it?');
	expect([status, body]).toMatchObject([200, { state: 'waiting', pending: [{ id: 'q1', kind: 'question', question: 'Which order?' }] }]);
	expect((await call('GET', `/runs/${body.runId}`)).body).toMatchObject({ state: 'waiting', answer: { pending: [{ id: 'q1' }] } });
	const empty = await call('POST', `/runs/${body.runId}/resume`, { decisions: [] });
	expect([empty.status, empty.body.code]).toEqual([400, 'INPUT_INVALID']);
	const resumed = await call('POST', `/runs/${body.runId}/resume`, { decisions: [{ id: 'q1', answer: '7' }] });
	expect([resumed.status, resumed.body]).toMatchObject([200, { state: 'completed', reply: 'Order 7 is here.' }]);
	const same = await call('POST', `/runs/${body.runId}/resume`, { decisions: [{ id: 'q1', answer: '7' }] });
	expect([same.status, same.body]).toMatchObject([200, { reply: 'Order 7 is here.' }]);
	const again = await call('POST', `/runs/${body.runId}/resume`, { decisions: [{ id: 'q1', answer: '8' }] });
	expect([again.status, again.body.code]).toEqual([409, 'RUN_ALREADY_RESUMED']);
	expect((await call('GET', `/runs/${body.runId}`)).body).toMatchObject({ answer: { reply: 'Order 7 is here.' } });
});

test('a decision that found no room for its run is not used up (Agenta-AI/agenta#5592)', async () => {
	const model = held('Now.');
	const steps = [asksPerson('q1'), asksPerson('q1'), model.step, 'Order 7 is here.', 'Order 7 is here.'];
	api.service = await startTestService(steps, {}, {}, { agentRuns: 1 });
	const boss = await as('boss', ['agent:decide', 'run:read']);
	const [own, others] = [(await begin('Where is it?')).body, (await begin('Where is it?')).body];
	const resume = ({ runId }: Body, by?: Record<string, string>) =>
		call('POST', `/runs/${runId}/resume`, { decisions: [{ id: 'q1', answer: '7' }] }, by);
	const other = await begin('When?', '?waitSeconds=0');
	await waitUntil('the other run', async () => (await call('GET', `/runs/${other.body.runId}`)).body.host === 'rest');
	expect([(await resume(own)).status, (await resume(others, boss)).status]).toEqual([429, 429]);
	for (const { runId } of [own, others]) expect((await call('GET', `/runs/${runId}`)).body).toMatchObject({ state: 'waiting' });
	model.answer();
	await call('GET', `/runs/${other.body.runId}?waitSeconds=30`);
	const completed = { state: 'completed', reply: 'Order 7 is here.' };
	expect((await resume(own)).body).toMatchObject(completed);
	expect((await resume(others, boss)).body).toMatchObject(completed);
});

test('an approval is for those who may give it: the caller reads the answer that came of it', async () => {
	await open(pays, 'It is paid.');
	const caller = await as('shop', ['agent:run']);
	const { body } = await begin('Pay order 7', '', caller);
	expect(body).toMatchObject({ state: 'waiting', pending: [{ id: 'pay-1', kind: 'approval', tool: 'pay' }] });
	for (const path of [`/runs/${body.runId}`, `/runs/${body.runId}/events`])
		expect(await (await send('GET', path, undefined, caller)).text()).not.toMatch(/order/);
	const { pending: shown } = (await call('GET', `/runs/${body.runId}`, undefined, await as('auditor', ['run:read']))).body;
	expect(shown).toEqual([expect.not.objectContaining({ arguments: expect.anything() })]);
	const decisions = [{ id: 'pay-1', approved: true }];
	const own = await call('POST', `/runs/${body.runId}/resume`, { decisions }, caller);
	expect([own.status, own.body]).toMatchObject([403, { code: 'ACCESS_DENIED', runId: body.runId }]);
	expect(api.service.pay.calls).toHaveLength(0);
	const [boss, stranger] = await Promise.all(['clerk', 'lead'].map((agent) => as(agent, [`agent:decide:${agent}`, `run:read:${agent}`])));
	const paths = ['/runs', '/approvals', `/runs/${body.runId}`, `/runs/${body.runId}/events`, `/approvals/${body.runId}`];
	const read = async (path: string, key?: Record<string, string>) => {
		const response = await send('GET', path, undefined, key);
		const text = await response.text();
		return [response.status, response.ok && text.includes(body.runId)];
	};
	expect(await Promise.all(paths.map((path) => read(path, boss)))).toEqual(paths.map(() => [200, true]));
	expect(await Promise.all(paths.map((path) => read(path, stranger)))).toEqual([200, 200, 403, 403, 404].map((status) => [status, false]));
	expect((await call('POST', `/runs/${body.runId}/resume`, { decisions }, stranger)).status).toBe(403);
	const unread = await call('POST', `/runs/${body.runId}/resume`, { decisions }, boss);
	expect([unread.status, unread.body]).toMatchObject([409, { code: 'DECISION_REFUSED', details: { why: 'no-view' } }]);
	const { pending } = (await call('GET', `/runs/${body.runId}`, undefined, boss)).body as unknown as { pending: [{ viewSha256: string }] };
	expect(pending).toMatchObject([{ id: 'pay-1', arguments: { order: '7' } }]);
	const seen = [{ ...decisions[0], viewSha256: pending[0].viewSha256 }];
	const approved = await call('POST', `/runs/${body.runId}/resume`, { decisions: seen }, boss);
	expect([approved.status, approved.body]).toMatchObject([200, { state: 'completed', reply: 'It is paid.' }]);
	const { body: shownToCaller } = await call('GET', `/runs/${body.runId}`, undefined, caller);
	expect(shownToCaller).toMatchObject({ state: 'completed', answer: { reply: 'It is paid.' } });
	expect(api.service.pay.calls).toHaveLength(1);
});

test('a run is read, decided and answered by services that share their state', async () => {
	await open(asksPerson('q1'));
	const other = await startTestService(['Order 7 is here.'], { stateFolder: api.service.host.stateFolder });
	try {
		const { body } = await begin('Where is it?');
		const at = async (path: string, decisions?: object[]) => {
			const response = await fetch(`${other.url}/api/v1/runs/${body.runId}${path}`, {
				headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
				...(decisions && { method: 'POST', body: JSON.stringify({ decisions }) }),
			});
			return (await response.json()) as Body;
		};
		expect(await at('')).toMatchObject({ state: 'waiting', answer: { pending: [{ id: 'q1', question: 'Which order?' }] } });
		expect(await at('/resume', [{ id: 'q1', answer: '7' }])).toMatchObject({ state: 'completed', reply: 'Order 7 is here.' });
		expect((await call('GET', `/runs/${body.runId}?waitSeconds=5`)).body).toMatchObject({ answer: { reply: 'Order 7 is here.' } });
	} finally {
		await other.close();
	}
});

test('decisions that are sent again find the run that another service continues with them', async () => {
	const model = held('Order 7 is here.');
	await open(asksPerson('q1'), model.step);
	const other = await startTestService([], { stateFolder: api.service.host.stateFolder });
	try {
		const { body } = await begin('Where is it?');
		const path = `/runs/${body.runId}/resume?waitSeconds=`;
		const elsewhere = async (answer: string, seconds: number) => {
			const response = await fetch(`${other.url}/api/v1${path}${seconds}`, {
				...{ method: 'POST', body: JSON.stringify({ decisions: [{ id: 'q1', answer }] }) },
				headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
			});
			return { status: response.status, body: (await response.json()) as Body };
		};
		expect((await call('POST', `${path}0`, { decisions: [{ id: 'q1', answer: '7' }] })).status).toBe(202);
		await waitUntil('the run is found', async () => (await elsewhere('7', 1)).status === 202);
		expect(await elsewhere('8', 1)).toMatchObject({ status: 409, body: { code: 'RUN_TAKEN' } });
		const again = elsewhere('7', 10);
		model.answer();
		expect(await again).toMatchObject({ status: 200, body: { state: 'completed', reply: 'Order 7 is here.' } });
	} finally {
		await other.close();
	}
});

test('whoever decided about a run of another caller finds again what came of it at every service, and nobody else', async () => {
	const model = held('It is paid.');
	await open(pays, model.step);
	const other = await startTestService([], {}, {}, { home: api.service.host.stateFolder });
	try {
		const [caller, boss] = await Promise.all([as('shop', ['agent:run', 'agent:decide']), as('boss', ['agent:decide:clerk'])]);
		const [auditor, deputy] = await Promise.all([as('auditor', ['agent:decide', 'run:read']), as('deputy', ['agent:decide'])]);
		const { runId } = (await begin('Pay order 7', '', caller)).body;
		const { pending } = (await call('GET', `/approvals/${runId}`, undefined, boss)).body as unknown as {
			pending: [{ viewSha256: string }];
		};
		const decide = (by: Record<string, string>, seconds: number, approved = true, { url } = api.service) =>
			fetch(`${url}/api/v1/runs/${runId}/resume?waitSeconds=${seconds}`, {
				...{ method: 'POST', headers: { ...by, 'content-type': 'application/json' } },
				body: JSON.stringify({ decisions: [{ id: 'pay-1', approved, viewSha256: pending[0].viewSha256 }] }),
			}).then(async (response) => ({ status: response.status, body: (await response.json()) as Body }));
		expect(await decide(boss, 0)).toMatchObject({ status: 202, body: { runId, state: 'running' } });
		await waitUntil('the run is found', async () => (await decide(boss, 0, true, other)).status === 202);
		expect(await decide(deputy, 0, false, other)).toMatchObject({ status: 409, body: { code: 'RUN_TAKEN' } });
		expect(await decide(deputy, 0)).toMatchObject({ status: 409, body: { code: 'RUN_TAKEN' } });
		const answers = [decide(boss, 10), decide(boss, 10, true, other)];
		model.answer();
		const paid = { status: 200, body: { state: 'completed', reply: 'It is paid.', runId } };
		expect(await Promise.all(answers)).toMatchObject([paid, paid]);
		expect(await Promise.all([decide(boss, 0), decide(boss, 0, true, other)])).toMatchObject([paid, paid]);
		expect(api.service.pay.calls).toHaveLength(1);
		const decidedAt = expect.stringMatching(/^20.*Z$/) as string;
		const conflict = (details: object) => ({ status: 409, body: { code: 'RUN_ALREADY_RESUMED', details: { runId, ...details } } });
		expect(await decide(auditor, 0, false, other)).toMatchObject(
			conflict({ decidedBy: expect.stringMatching(/^api:key:/) as string, decidedAt }),
		);
		for (const [by, approved] of [
			[deputy, true],
			[boss, false],
			[caller, true],
		] as const) {
			const refused = await decide(by, 0, approved);
			expect(refused).toMatchObject(conflict({ decidedAt }));
			expect(JSON.stringify(refused.body)).not.toContain('key:');
		}
		expect((await call('POST', `/runs/${runId}/cancel`, { reason: 'not mine' }, boss)).status).toBe(403);
		expect((await call('GET', `/runs/${runId}`, undefined, boss)).status).toBe(403);
	} finally {
		await other.close();
	}
});

test('decisions that are sent again while the run waits for the next ones are answered with what it came to', async () => {
	const models = [held('Order 7 is here.'), held('Order 7 is here.')];
	await open(...models.flatMap(({ step }) => [asksPerson('q1'), asksPerson('q2'), step]));
	const [boss, deputy] = await Promise.all(['boss', 'deputy'].map((name) => as(name, ['agent:decide'])));
	for (const [by, model] of [undefined, boss].map((one, index) => [one, models[index]!] as const)) {
		const { runId } = (await begin('Where is it?')).body;
		const decide = async (id: string, key = by, seconds = 30) => {
			const decisions = [{ id, answer: '7' }];
			const { status, body } = await call('POST', `/runs/${runId}/resume?waitSeconds=${seconds}`, { decisions }, key);
			return [status, body];
		};
		const first = await decide('q1');
		expect(first).toMatchObject([200, { state: 'waiting', pending: [{ id: 'q2' }] }]);
		expect(await decide('q1')).toEqual(first);
		expect(await decide('q2', deputy, 0)).toMatchObject([202, { state: 'running' }]);
		await waitUntil('the run goes on', async () => (await decide('q1', by, 0))[0] === 202);
		model.answer();
		expect(await decide('q1')).toMatchObject([200, { state: 'completed', outcome: 'reply' }]);
	}
});

test('a decision about a run that was cancelled while it waited is told so, whoever decided before', async () => {
	await open(asksPerson('q1'), asksPerson('q2'));
	const { runId } = (await begin('Where is it?')).body;
	const decide = (id: string, by?: Record<string, string>) =>
		call('POST', `/runs/${runId}/resume`, { decisions: [{ id, answer: '7' }] }, by);
	expect((await decide('q1')).body).toMatchObject({ state: 'waiting' });
	expect((await call('POST', `/runs/${runId}/cancel`, { reason: 'not needed' })).status).toBe(200);
	const refused = { status: 409, body: { code: 'STATE_CONFLICT', details: { runId, state: 'cancelled' } } };
	for (const by of [undefined, await as('boss', ['agent:decide'])]) expect(await decide('q2', by)).toMatchObject(refused);
});

test('of two people who decide at the same moment, one decides, and the other is told nothing of the run', async () => {
	await open(pays, 'It is paid.');
	const boss = await as('boss', ['agent:decide']);
	const { runId } = (await begin('Pay order 7', '', await as('shop', ['agent:run']))).body;
	const { pending } = (await call('GET', `/approvals/${runId}`, undefined, boss)).body as unknown as { pending: [{ viewSha256: string }] };
	const decided = new DecidedRuns({
		...{ host: api.service.host, slots: new RunSlots() },
		logAgent: () => undefined,
		reportFault: (error) => expect(error).toBeUndefined(),
	});
	const asker = (subject: string) => ({ caller: { tenant: 'default', subject }, scopes: new Set(['agent:decide']), expiresAt: Infinity });
	const decide = (subject: string, approved: boolean) =>
		decided.decide(runId, [{ id: 'pay-1', kind: 'approval', approved, viewSha256: pending[0].viewSha256 }], asker(subject));
	const both = await Promise.allSettled([decide('key:a', true), decide('key:b', false)]);
	expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'RUN_TAKEN' } }]);
	const patience = { milliseconds: 10_000, signal: new AbortController().signal };
	const answers = await Promise.all(['key:a', 'key:b'].map((subject) => decided.read(runId, asker(subject), patience)));
	expect(answers).toEqual([expect.objectContaining({ state: 'completed', reply: 'It is paid.' }), undefined]);
	expect(api.service.pay.calls).toHaveLength(1);
	await decided.close();
});

test('runs of two tenants with one id are decided apart', async () => {
	const models = [held('Of one.'), held('Of the other.')];
	await open(asksPerson('q1'), asksPerson('q1'), ...models.map(({ step }) => step));
	const runs = new OfferedRuns(api.service.host, 'mcp', () => undefined);
	const answers = [];
	for (const tenant of ['default', 'acme']) {
		const asker = { caller: { tenant, subject: 'shop' }, scopes: new Set(['agent:run']), expiresAt: Infinity };
		await runs.run({ agent: 'clerk', runId: 'same', message: 'Where?' }, asker, new AbortController().signal);
	}
	for (const [index, tenant] of ['default', 'acme'].entries()) {
		const boss = { authorization: `Bearer ${await api.service.createKey('boss', ['agent:decide'], tenant)}` };
		answers.push(call('POST', '/runs/same/resume', { decisions: [{ id: 'q1', answer: '7' }] }, boss));
		await waitUntil('the run goes on', () => api.service.model.requests.length === 3 + index);
	}
	for (const { answer } of models) answer();
	expect((await Promise.all(answers)).map(({ body }) => body.reply)).toEqual(['Of one.', 'Of the other.']);
});
