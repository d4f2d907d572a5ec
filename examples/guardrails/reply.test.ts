import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import { openGate } from '../../test/fakes/permissive-gate';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';

const resource = { name: 'reply.bpmn', content: readFileSync(join(__dirname, 'reply.bpmn'), 'utf8') };

let engine: EmbeddedEngine;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([resource]);
	await openWorkers(engine, { gate: openGate(), agentFolders: [], providers: {} });
});
afterEach(() => engine.close());
const personsTask = () => waitUntil('the task of a person', async () => (await engine.searchUserTasks({}))[0], { everyMs: 1 });

const run = (reply: string) => engine.startAndAwait({ processId: 'guarded-reply', variables: { reply } }, 60_000);

slowTest('the model has no mistake that a linter knows', async () => {
	for (const target of ['8.6', '8.8'] as const) {
		const findings = await lintDeployment([resource], { target });
		expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
	}
});

test('a reply that promises nothing goes out, without its secrets', async () => {
	const { variables } = await run('Seu pedido saiu hoje. A senha do painel é Gato#2024.');
	expect(variables).toMatchObject({
		outcome: 'rewritten',
		reply: 'Seu pedido saiu hoje. A senha do painel é [SECRET].',
		violations: [{ code: 'SECRET', action: 'rewrite' }],
		conversationState: { replies: 1, questionsInARow: 0 },
	});
});

test('a reply with a price is an error that the boundary event catches: a person sees type and place', async () => {
	const reply = 'Fica por R$ 1.299,90 com a garantia.';
	const ended = run(reply);
	const task = await personsTask();
	expect(task.elementId).toBe('person');
	await engine.completeUserTask(task.key, { reply: 'Vamos mandar a proposta.' });
	const { variables } = await ended;
	expect(variables).toMatchObject({
		outcome: 'blocked',
		reply: 'Vamos mandar a proposta.',
		reason: expect.any(String) as string,
		violations: [{ guardrail: 'no-price', code: 'PRICE', stage: 'output', action: 'block' }],
	});
	const [match] = variables.matches as Array<{ start: number; end: number }>;
	expect(reply.slice(match!.start, match!.end)).toContain('1.299,90');
	expect(JSON.stringify(variables.violations)).not.toContain('1.299');
});
