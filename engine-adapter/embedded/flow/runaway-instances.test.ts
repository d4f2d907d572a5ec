import { until } from '../../../test/support/wait-until';
import { callActivity } from '../../../test/contract/event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	type ModelPart,
	processModel,
	scriptTask,
	startEvent,
} from '../../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { slowTest } from '../../../test/support/slow-tests';

const looping = (part: ModelPart, condition: string): ModelPart[] => [
	startEvent(),
	part,
	exclusiveGateway('enough', 'enough-end'),
	endEvent(),
	...chain('start', part.id, 'enough', 'end'),
	flow('again', 'enough', part.id, condition),
];
const counting = (limit: number) => looping(scriptTask('count', '=if n = null then 1 else n + 1', 'n'), `=n < ${limit}`);

let engine: EmbeddedEngine;
beforeEach(async () => (engine = await openEmbeddedEngine({ file: ':memory:', maxRunaway: { events: 20_000, characters: 5_000_000 } })));
afterEach(() => engine.close());

const waitForIncident = (instanceKey?: string) => until(async () => (await engine.searchIncidents({ instanceKey }))[0]);

describe('an instance that never waits', () => {
	slowTest('is stopped by an incident after a bounded number of events, and can go on for as long again', async () => {
		await engine.deploy([processModel('p', counting(1e9))]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		const incident = await waitForIncident(instanceKey);
		expect(incident).toMatchObject({ errorType: 'UNKNOWN', message: expect.stringContaining('without waiting') });
		const { events } = await engine.readStatus();
		expect(events).toBeLessThan(30_000);
		expect((await engine.readStatus()).incidents).toBe(1);
		await engine.resolveIncident(incident.key);
		expect(await waitForIncident(instanceKey)).toMatchObject({ errorType: 'UNKNOWN' });
		expect((await engine.readStatus()).events).toBeGreaterThan(events + 15_000);
		await engine.cancel(instanceKey);
	});

	it('is stopped after a bounded amount of data', async () => {
		const growing = looping(
			scriptTask('grow', '=string length(text) + count(list)', 'n', { outputs: [{ source: '=text + string(n)', target: 'text' }] }),
			'=true',
		);
		await engine.deploy([processModel('p', growing)]);
		const { instanceKey } = await engine.start({ processId: 'p', variables: { text: 'x'.repeat(50_000), list: [] } });
		expect(await waitForIncident(instanceKey)).toMatchObject({ message: expect.stringMatching(/wrote \d MB/) });
		expect((await engine.readStatus()).events).toBeLessThan(15_000);
		await engine.cancel(instanceKey);
	});

	slowTest('is stopped too where it calls others that end', async () => {
		await engine.deploy([
			processModel('p', looping(callActivity('call', 'q'), '=true')),
			processModel('q', [startEvent(), endEvent(), ...chain('start', 'end')]),
		]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		expect(await waitForIncident()).toMatchObject({ errorType: 'UNKNOWN' });
		expect((await engine.readStatus()).events).toBeLessThan(30_000);
		await engine.cancel(instanceKey);
	});
});

it('a loop that ends by itself after a thousand rounds is left alone', async () => {
	await engine.deploy([processModel('p', counting(1_000))]);
	const { variables } = await engine.startAndAwait({ processId: 'p' }, 60_000);
	expect(variables).toEqual({ n: 1_000 });
});
