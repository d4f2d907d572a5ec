import { catchOf, message, startOn, timer } from '../../../test/contract/event-parts';
import {
	chain,
	endEvent,
	messageCatch,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
} from '../../../test/contract/model-builder';
import { engineWith, listEvents, TestClock } from '../../../test/support/engine/test-engine';

describe('a message', () => {
	it('goes to the next that waits where the one that it was on its way to has ended', async () => {
		const engine = await engineWith([startEvent(), messageCatch('paid', 'paid', '="7"'), endEvent(), ...chain('start', 'paid', 'end')]);
		const first = await engine.start({ processId: 'p' });
		const gone = Number(await engine.findElementInstance('paid', first.instanceKey));
		await engine.cancel(first.instanceKey);
		const { messageKey } = await engine.publishMessage({ name: 'paid', correlationKey: '7', timeToLiveMs: 60_000 });
		// It is under way to the first, and reached nothing else in the process.
		await engine.read(({ database }) => database.run('INSERT INTO message_correlation VALUES (?, ?)', messageKey, 'p'));
		const second = await engine.start({ processId: 'p' });
		expect(await engine.findInstance(second.instanceKey)).toMatchObject({ state: 'ACTIVE' });
		const key = { messageKey: Number(messageKey), processId: 'p', elementInstanceKey: gone };
		const correlation = { ...key, elementId: 'paid', name: 'paid', correlationKey: '7', variables: {} };
		await engine.read(({ steps }) => steps.push({ kind: 'correlate', correlation }));
		expect(await engine.findInstance(second.instanceKey)).toMatchObject({ state: 'COMPLETED' });
		await engine.close();
	});

	it('that is buffered begins one instance, not another when that has ended', async () => {
		const engine = await engineWith([startEvent(), endEvent(), ...chain('start', 'end')]);
		await engine.deploy([
			processModel('begun', [startOn('begin', message('begin')), serviceTask('work'), endEvent(), ...chain('begin', 'work', 'end')]),
		]);
		await engine.publishMessage({ name: 'begin', correlationKey: '7', timeToLiveMs: 60_000 });
		const [job] = await engine.activate('contract-work', { limit: 1, timeoutMs: 60_000 });
		await engine.answer(job!.key, { kind: 'complete', variables: {} });
		expect((await engine.readStatus()).instances.active).toBe(0);
		await engine.close();
	});
});

describe('timers that are due together', () => {
	it('ring in order of their times', async () => {
		const clock = new TestClock();
		const late = catchOf('late', timer('Duration', 'PT2S'));
		const soon = catchOf('soon', timer('Duration', 'PT1S'));
		const engine = await engineWith(
			[startEvent(), parallelGateway('fork'), soon, late, ...chain('start', 'fork', 'soon'), ...chain('fork', 'late')],
			clock,
		);
		const { instanceKey } = await engine.start({ processId: 'p' });
		await clock.advance(engine, 3_000);
		const ended = (await listEvents(engine, instanceKey)).filter((event) => /element-completed (late|soon)/.test(event));
		expect(ended).toEqual(['element-completed soon', 'element-completed late']);
		await engine.close();
	});
});
