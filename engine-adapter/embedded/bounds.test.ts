import { chain, endEvent, processModel, scriptTask, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { TroupeError } from '../../core/base/errors';
import { maxJobWatchers, maxResultWaiters, maxWaitingCommands } from './bounds';
import type { EmbeddedEngine } from './embedded-engine';
import { ResultWaiters } from './work/result-waiters';
import { answerJobs, completed, engineWith } from '../../test/support/engine/test-engine';
import { slowTest } from '../../test/support/slow-tests';
import { until } from '../../test/support/wait-until';

const parts = [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')];

const watcher = (owner: string, end: () => void = () => undefined) => ({ type: 'none', notify: () => undefined, end, owner });

let engine: EmbeddedEngine;
beforeEach(async () => (engine = await engineWith(parts)));
afterEach(() => engine.close());

const collectCodes = (results: PromiseSettledResult<unknown>[]): string[] =>
	results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as TroupeError).code] : []));

describe('an engine under more load than it takes', () => {
	it('refuses commands beyond those that may wait, and goes on with these', async () => {
		const asked = Array.from({ length: maxWaitingCommands + 5 }, () => engine.read(() => 'done'));
		const codes = collectCodes(await Promise.allSettled(asked));
		expect(codes).toEqual(Array.from({ length: 5 }, () => 'ENGINE_OVERLOADED'));
		expect(await engine.read(() => 'done')).toBe('done');
	});

	it('takes the outcome of a job all the same, because that ends work', async () => {
		const { instanceKey } = await engine.start({ processId: 'p' });
		const asking = Promise.withResolvers<unknown>();
		await answerJobs(engine, 'contract-work', () => {
			asking.resolve(Promise.allSettled(Array.from({ length: maxWaitingCommands }, () => engine.read(() => 'done'))));
			return completed();
		});
		await asking.promise;
		await until(async () => ((await engine.findInstance(instanceKey)).state === 'COMPLETED' ? true : undefined));
	});

	it('refuses callers that would wait for jobs or results beyond its limits', async () => {
		for (let index = 0; index < maxJobWatchers; index++) engine.watchJobs(watcher('acme'));
		expect(() => engine.watchJobs(watcher('acme'))).toThrow(expect.objectContaining({ code: 'ENGINE_OVERLOADED' }));
		const waiters = new ResultWaiters();
		const started = { processId: 'p', version: 1, processDefinitionKey: '1' };
		for (let index = 0; index < maxResultWaiters; index++) void waiters.wait({ ...started, instanceKey: String(index) }, 60_000);
		expect(() => waiters.makeRoom()).toThrow(expect.objectContaining({ code: 'ENGINE_OVERLOADED' }));
		waiters.close();
	});
});

describe('callers that wait for jobs', () => {
	it('keep nobody out: the oldest call of the caller with most ends when another has fewer (camunda/camunda#7659)', () => {
		const ends: string[] = [];
		for (let index = 0; index < maxJobWatchers; index++) engine.watchJobs(watcher('greedy', () => ends.push(String(index))));
		for (let index = 0; index < 3; index++) engine.watchJobs(watcher('modest', () => ends.push('modest')));
		expect(ends).toEqual(['0', '1', '2']);
		expect(() => engine.watchJobs(watcher('greedy'))).toThrow(expect.objectContaining({ code: 'ENGINE_OVERLOADED' }));
		expect(ends).toHaveLength(3);
	});

	it('share the places evenly in the end, and then are refused', () => {
		for (let index = 0; index < maxJobWatchers; index++) engine.watchJobs(watcher('first'));
		for (let index = 0; index < maxJobWatchers / 2; index++) engine.watchJobs(watcher('second'));
		for (const owner of ['first', 'second']) {
			expect(() => engine.watchJobs(watcher(owner))).toThrow(expect.objectContaining({ code: 'ENGINE_OVERLOADED' }));
		}
	});
});

describe('a follower of events that reads slowly', () => {
	slowTest('is given events in pages of bounded size, and all of them', async () => {
		const big = processModel('big', [
			startEvent(),
			scriptTask('make', '=text + text', 'twice'),
			endEvent(),
			...chain('start', 'make', 'end'),
		]);
		await engine.deploy([big]);
		for (let index = 0; index < 6; index++)
			await engine.startAndAwait({ processId: 'big', variables: { text: 'x'.repeat(1_000_000) } }, 60_000);
		let seen = 0;
		for await (const { kind } of engine.subscribe(0, {}, new AbortController().signal)) if (kind === 'variable-set' && ++seen === 12) break;
		expect(seen).toBe(12);
	});
});
