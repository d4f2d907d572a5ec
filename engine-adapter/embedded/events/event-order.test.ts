import {
	catchOf,
	eventBasedGateway,
	eventSubProcess,
	message,
	signal,
	startBeside,
	startOn,
	timer,
} from '../../../test/contract/event-parts';
import { chain, endEvent, processModel, serviceTask, startEvent, type ModelPart } from '../../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { listEvents } from '../../../test/support/engine/test-engine';

/** The order of events, which the recorded traces of the contract do not have. It was read in the logs of Zeebe 8.6.0 and 8.8.21. */
describe('what an event begins', () => {
	let engine: EmbeddedEngine;
	beforeEach(async () => {
		engine = await openEmbeddedEngine({ file: ':memory:' });
	});
	afterEach(() => engine.close());

	async function start(parts: ModelPart[]): Promise<string> {
		await engine.deploy([processModel('p', parts)]);
		return (await engine.start({ processId: 'p', variables: { key: 'k' } })).instanceKey;
	}

	const happenedAfter = async (instanceKey: string, event: string): Promise<string[]> => {
		const events = await listEvents(engine, instanceKey);
		return events.slice(events.indexOf(event) + 1);
	};

	const gateway = (one: ModelPart, other: ModelPart): ModelPart[] => [
		...[startEvent(), eventBasedGateway('choose'), one, other, endEvent(), endEvent('over')],
		...[...chain('start', 'choose', one.id, 'end'), ...chain('choose', other.id, 'over')],
	];
	const late = catchOf('late', timer('Duration', 'PT1H'));

	it('behind an event-based gateway comes after the gateway has completed', async () => {
		const instanceKey = await start(gateway(catchOf('called', signal('go')), late));
		await engine.broadcastSignal({ name: 'go', variables: { by: 1 } });
		expect((await happenedAfter(instanceKey, 'element-activated choose')).slice(0, 5)).toEqual([
			...['element-completed choose', 'element-activated called', 'variable-set called', 'variable-set p', 'element-completed called'],
		]);
	});

	it('behind an event-based gateway comes after its message, and once (camunda/camunda#1838)', async () => {
		const due = timer('Duration', 'PT-1S');
		const timers = await start(gateway(catchOf('one', due), catchOf('two', due)));
		await engine.runDue();
		expect(await happenedAfter(timers, 'element-activated choose')).toEqual([
			...['element-completed choose', 'element-activated two', 'element-completed two', 'sequence-flow-taken two-over'],
			...['element-activated over', 'element-completed over', 'element-completed p'],
		]);
		const called = await start(gateway(catchOf('called', message('go', '=key')), late));
		await engine.publishMessage({ name: 'go', correlationKey: 'k' });
		expect((await happenedAfter(called, 'element-activated choose')).slice(0, 3)).toEqual([
			...['message-correlated called', 'element-completed choose', 'element-activated called'],
		]);
	});

	it('as a start event begins with its process, before the signal goes on', async () => {
		await engine.deploy([processModel('begun', [startOn('on', signal('go')), endEvent(), ...chain('on', 'end')])]);
		await start([startEvent(), catchOf('called', signal('go')), endEvent(), ...chain('start', 'called', 'end')]);
		await engine.broadcastSignal({ name: 'go' });
		const ids = (await allEvents(engine)).filter((event) => /^element-(activated (begun|on)|completed (called|on))$/.test(event));
		expect(ids).toEqual(['element-activated begun', 'element-activated on', 'element-completed called', 'element-completed on']);
	});

	it('in an event sub-process has no variables of its own', async () => {
		const instanceKey = await start([
			...[startEvent(), serviceTask('work'), ...chain('start', 'work')],
			eventSubProcess('handle', [startBeside('on', signal('go')), endEvent('done'), ...chain('on', 'done')]),
		]);
		await engine.broadcastSignal({ name: 'go', variables: { by: 1 } });
		expect((await happenedAfter(instanceKey, 'element-activated on')).slice(0, 2)).toEqual(['variable-set p', 'element-completed on']);
	});
});

async function allEvents(engine: EmbeddedEngine): Promise<string[]> {
	const all: string[] = [];
	for await (const { kind, elementId } of engine.subscribe(0, {}, new AbortController().signal, true)) all.push(`${kind} ${elementId}`);
	return all;
}
