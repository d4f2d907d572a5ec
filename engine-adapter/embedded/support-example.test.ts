import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobOutcome } from '../engine/jobs';
import type { EmbeddedEngine } from './embedded-engine';
import { openEmbeddedEngine } from './open-embedded-engine';
import { waitUntil } from '../../test/support/wait-until';

const model = { name: 'support.bpmn', content: readFileSync(join(__dirname, '../../examples/support/support.bpmn'), 'utf8') };

describe('the support example', () => {
	let engine: EmbeddedEngine;

	beforeEach(async () => {
		engine = await openEmbeddedEngine({ file: ':memory:' });
		await engine.deploy([model]);
	});
	afterEach(() => engine.close());

	const serve = (outcome: JobOutcome): Promise<unknown> =>
		engine.openWorker('troupe:agent', { name: 'test', concurrency: 1, timeoutMs: 10_000 }, () => Promise.resolve(outcome));

	it('ends with the reply when the agent answers', async () => {
		await serve({ kind: 'complete', variables: { outcome: 'reply', reply: 'On weekdays.', citations: [], secret: 1 } });
		const result = await engine.startAndAwait({ processId: 'support', variables: { message: 'When are you open?' } }, 60_000);
		expect(result.variables).toMatchObject({ message: 'When are you open?', outcome: 'reply', reply: 'On weekdays.' });
		expect(result.variables).not.toHaveProperty('secret');
	});

	it.each<[string, JobOutcome]>([
		['needs a person', { kind: 'complete', variables: { outcome: 'needs-human' } }],
		['is blocked', { kind: 'bpmn-error', errorCode: 'TROUPE_BLOCKED', message: 'blocked' }],
		['reached a limit', { kind: 'bpmn-error', errorCode: 'TROUPE_LIMIT_REACHED', message: 'limit' }],
	])('hands over to a person when the agent %s', async (_case, outcome) => {
		await serve(outcome);
		const waiting = engine.startAndAwait({ processId: 'support', variables: { message: 'Hello' } }, 60_000);
		const task = await untilTask();
		expect(task).toMatchObject({ elementId: 'person', name: 'Answer by a person' });
		await engine.completeUserTask(task.key, { reply: 'From a person.' });
		expect((await waiting).variables).toMatchObject({ reply: 'From a person.' });
	});

	const untilTask = () => waitUntil('the task', async () => (await engine.searchUserTasks({}))[0], { everyMs: 1 });
});
