import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
} from '../../../test/contract/model-builder';
import type { Kernel } from './kernel';
import { answerJobs, completed, engineWith } from '../../../test/support/engine/test-engine';
import { until } from '../../../test/support/wait-until';
import { slowTest } from '../../../test/support/slow-tests';

const oneTask = [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')];

describe('what fails', () => {
	it('leaves nothing in memory of a command that is refused between two others', async () => {
		const engine = await engineWith(oneTask);
		const { instanceKey } = await engine.start({ processId: 'p', variables: { a: 1 } });
		const before = engine.setVariables(instanceKey, { b: 2 });
		const refused = engine.read(({ variables, instances, log }) => {
			const key = Number(instanceKey);
			variables.write(key, 'a', '666');
			variables.removeScope(key);
			instances.change(key, { state: 'TERMINATING' });
			instances.setOpenFlows(key, 99);
			log.append('variable-set', { instanceKey: key, elementId: 'p', type: 'process' });
			throw new Error('refused');
		});
		const after = engine.setVariables(instanceKey, { c: 3 });
		await expect(refused).rejects.toThrow('refused');
		await Promise.all([before, after]);
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE', variables: { a: 1, b: 2, c: 3 } });
		await answerJobs(engine, 'contract-work', () => completed());
		await until(async () => ((await engine.findInstance(instanceKey)).state === 'COMPLETED' ? true : undefined));
		await engine.close();
	});

	it('does each command of a transaction once, also where another fails after it wrote', async () => {
		const engine = await engineWith(oneTask);
		const runs = { harmless: 0, spoiling: 0 };
		const refuse = (kind: keyof typeof runs, write: (kernel: Kernel) => void) =>
			engine.read((kernel) => {
				runs[kind] += 1;
				write(kernel);
				throw new Error(kind);
			});
		const refuseHarmless = () => refuse('harmless', ({ database }) => database.all('SELECT * FROM job'));
		const refuseSpoiling = () =>
			refuse('spoiling', ({ database, steps, effects }) => {
				database.run('DELETE FROM job');
				steps.push({ kind: 'complete', key: 1 });
				effects.instanceStarted();
			});
		const { jobs } = await answerJobs(engine, 'contract-work', () => completed({ done: true }));
		const start = () => engine.startAndAwait({ processId: 'p' }, 10_000).then(({ variables }) => variables);
		const together = async (...commands: Array<Promise<unknown>>) =>
			(await Promise.allSettled(commands)).map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message));
		const [isDone, isRefused] = [{ done: true }, (kind: string) => expect.stringContaining(kind) as string];
		expect(await together(start(), refuseHarmless(), start())).toEqual([isDone, isRefused('harmless'), isDone]);
		expect(runs).toEqual({ harmless: 1, spoiling: 0 });
		const spoilt = [isDone, isRefused('harmless'), isRefused('spoiling'), isDone];
		expect(await together(start(), refuseHarmless(), refuseSpoiling(), start())).toEqual(spoilt);
		// Twice, and only what was done the second time is left.
		expect(runs).toEqual({ harmless: 3, spoiling: 2 });
		expect(jobs).toHaveLength(4);
		expect(await engine.readStatus()).toMatchObject({ instances: { active: 0, started: 4, completed: 4 }, events: 4 * 14 });
		await engine.close();
	});

	it('does not keep the deployment of a file that is refused, beside others', async () => {
		const engine = await engineWith(oneTask);
		const timed = '<bpmn:timerEventDefinition><bpmn:timeCycle>=gone</bpmn:timeCycle></bpmn:timerEventDefinition>';
		const bad = [startEvent(), { ...startEvent('late'), content: timed }, endEvent(), ...chain('start', 'end')];
		const results = await Promise.allSettled([
			engine.deploy([processModel('good', oneTask)]),
			engine.deploy([processModel('bad', [...bad, flow('second', 'late', 'end')])]),
			engine.start({ processId: 'p' }),
		]);
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		await expect(engine.start({ processId: 'bad' })).rejects.toMatchObject({ code: 'PROCESS_NOT_FOUND' });
		expect(await engine.start({ processId: 'good' })).toMatchObject({ version: 1 });
		await engine.close();
	});

	it('stops one element instance with an incident, and nothing else, when no rule foresaw it', async () => {
		const engine = await engineWith(oneTask);
		const { instanceKey } = await engine.start({ processId: 'p' });
		const element = Number(await engine.findElementInstance('work', instanceKey));
		await engine.read(({ database, steps }) => {
			// A task has no iterations to begin.
			const impossible = { kind: 'begin-iterations', key: element, count: 1 };
			database.run(`INSERT INTO pending_step (tenant_id, instance_key, step) VALUES ('<default>', 0, ?)`, JSON.stringify(impossible));
			steps.mayHoldBack = true;
		});
		await until(async () => ((await engine.searchIncidents({ instanceKey })).length > 0 ? true : undefined));
		expect(await engine.searchIncidents({})).toMatchObject([{ elementId: 'work', errorType: 'UNKNOWN' }]);
		expect(await engine.start({ processId: 'p' })).toMatchObject({ processId: 'p' });
		await engine.close();
	});

	slowTest('raises an incident where a collection has more items than an engine can begin', async () => {
		const each = forEach(serviceTask('work'), { inputCollection: '=items' });
		const engine = await engineWith([startEvent(), each, endEvent(), ...chain('start', 'work', 'end')]);
		await engine.start({ processId: 'p', variables: { items: Array<number>(100_001).fill(0) } });
		expect(await engine.searchIncidents({})).toMatchObject([
			{ elementId: 'work', message: expect.stringContaining('at most 100000 items') },
		]);
		await engine.close();
	});

	it('raises an incident where a loop nests a variable ever deeper', async () => {
		const loop = [startEvent(), exclusiveGateway('again'), scriptTask('wrap', '=[x]', 'x'), ...chain('start', 'again', 'wrap')];
		const engine = await engineWith([...loop, flow('back', 'wrap', 'again')]);
		const almost = JSON.parse(`${'['.repeat(990)}${']'.repeat(990)}`) as unknown;
		await engine.start({ processId: 'p', variables: { x: almost } });
		const [incident] = await until(async () => {
			const found = await engine.searchIncidents({});
			return found.length > 0 ? found : undefined;
		});
		expect(incident).toMatchObject({ elementId: 'wrap', errorType: 'EXTRACT_VALUE_ERROR' });
		expect(incident!.message).toContain('nested more than 1000 levels');
		await engine.close();
	});

	it('refuses variables that are nested deeper than Zeebe takes', async () => {
		const engine = await engineWith(oneTask);
		const deep = JSON.parse(`${'['.repeat(1_001)}${']'.repeat(1_001)}`) as unknown;
		await expect(engine.start({ processId: 'p', variables: { deep } })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('nested more than 1000 levels'),
		});
		await engine.close();
	});
});
