import { callActivity, catchOf, message, signal, startOn, throwOf, timer } from '../../test/contract/event-parts';
import { chain, endEvent, processModel, scriptTask, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from './embedded-engine';
import { openEmbeddedEngine } from './open-embedded-engine';
import { searchDefinitions, searchInstances } from './state/instances/instance-directory';
import { TestClock } from '../../test/support/engine/test-engine';

const tenants = ['acme', 'globex'];
const work = processModel('working', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]);
const answer = (text: string) =>
	processModel('called', [startEvent(), scriptTask('say', `="${text}"`, 'said'), endEvent(), ...chain('start', 'say', 'end')]);
const caller = processModel('caller', [startEvent(), callActivity('call', 'called'), endEvent(), ...chain('start', 'call', 'end')]);
const paid = processModel('paid', [startEvent(), catchOf('wait', message('paid', '=order')), endEvent(), ...chain('start', 'wait', 'end')]);
const alarm = processModel('alarm', [startOn('start', signal('fire')), endEvent(), ...chain('start', 'end')]);
const alarmed = processModel('alarmed', [startEvent(), catchOf('wait', signal('fire')), endEvent(), ...chain('start', 'wait', 'end')]);
const alarming = processModel('alarming', [startEvent(), throwOf('call', signal('fire')), endEvent(), ...chain('start', 'call', 'end')]);
const ordered = processModel('ordered', [
	startOn('start', message('ordered')),
	serviceTask('work', { type: 'work' }),
	endEvent(),
	...chain('start', 'work', 'end'),
]);
const daily = processModel('daily', [startOn('start', timer('Cycle', 'R/PT24H')), endEvent(), ...chain('start', 'end')]);

let engine: EmbeddedEngine;
let clock: TestClock;
beforeEach(async () => {
	clock = new TestClock();
	engine = await openEmbeddedEngine({ file: ':memory:', clock });
});
afterEach(() => engine.close());

const instancesOf = (tenantId: string, processId: string) =>
	engine.read((kernel) => searchInstances(kernel, { processId, tenants: [tenantId] }).map(({ state }) => state));
const deployAll = async (...models: Parameters<EmbeddedEngine['deploy']>[0]) => {
	for (const tenantId of tenants) await engine.deploy(models, tenantId);
};
const activate = (tenantIds?: string[], limit = 10) => engine.activate('work', { limit, timeoutMs: 60_000, tenantIds });

describe('a tenant of the embedded engine', () => {
	it('has versions of its own of a process', async () => {
		await engine.deploy([answer('one')], 'acme');
		await engine.deploy([answer('two')], 'acme');
		const deployed = await engine.deploy([answer('two')], 'globex');
		expect(deployed.processes).toMatchObject([{ processId: 'called', version: 1 }]);
		expect(await engine.startAndAwait({ processId: 'called', tenantId: 'acme' }, 1_000)).toMatchObject({ version: 2 });
		expect(await engine.startAndAwait({ processId: 'called', tenantId: 'acme', version: 1 }, 1_000)).toMatchObject({
			variables: { said: 'one' },
		});
		await expect(engine.start({ processId: 'called', tenantId: 'globex', version: 2 })).rejects.toMatchObject({
			code: 'PROCESS_NOT_FOUND',
		});
		await expect(engine.start({ processId: 'called' })).rejects.toMatchObject({ code: 'PROCESS_NOT_FOUND' });
		const definitions = await engine.read((kernel) => searchDefinitions(kernel, { tenants: ['globex'] }));
		expect(definitions).toMatchObject([{ tenantId: 'globex', version: 1 }]);
	});

	it('calls its own processes', async () => {
		await engine.deploy([answer('acme'), caller], 'acme');
		await engine.deploy([answer('globex'), caller], 'globex');
		for (const tenantId of tenants)
			expect(await engine.startAndAwait({ processId: 'caller', tenantId }, 1_000)).toMatchObject({ variables: { said: tenantId } });
		await engine.deploy([caller], 'third');
		const { instanceKey } = await engine.start({ processId: 'caller', tenantId: 'third' });
		expect(await engine.searchIncidents({ instanceKey })).toMatchObject([{ errorType: 'CALLED_ELEMENT_ERROR' }]);
	});

	it('has its jobs to itself; a worker for several gets the oldest first', async () => {
		await deployAll(work);
		for (const tenantId of ['globex', 'acme', 'globex', 'acme']) await engine.start({ processId: 'working', tenantId });
		expect(await activate([])).toEqual([]);
		expect(await activate(['<default>'])).toEqual([]);
		expect((await activate(['acme'], 1)).map(({ tenantId }) => tenantId)).toEqual(['acme']);
		expect((await activate(tenants, 2)).map(({ tenantId }) => tenantId)).toEqual(['globex', 'globex']);
		await engine.deploy([work]);
		await engine.start({ processId: 'working' });
		expect((await activate()).map(({ tenantId }) => tenantId)).toEqual(['acme', undefined]);
	});

	it('has its messages to itself, those that are buffered too', async () => {
		await deployAll(paid);
		const pay = (tenantId: string) =>
			engine.publishMessage({ name: 'paid', correlationKey: '1', timeToLiveMs: 60_000, messageId: 'once', tenantId });
		for (const tenantId of tenants) await engine.start({ processId: 'paid', variables: { order: '1' }, tenantId });
		await pay('acme');
		expect([await instancesOf('acme', 'paid'), await instancesOf('globex', 'paid')]).toEqual([['COMPLETED'], ['ACTIVE']]);
		await pay('third');
		await engine.start({ processId: 'paid', variables: { order: '1' }, tenantId: 'acme' });
		expect(await instancesOf('acme', 'paid')).toEqual(['COMPLETED', 'ACTIVE']);
		await expect(pay('acme')).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		await expect(engine.correlateMessage({ name: 'paid', correlationKey: '1' })).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
	});

	it('is started by its own messages, one instance of a key at a time', async () => {
		await deployAll(ordered);
		const order = (tenantId: string) => engine.publishMessage({ name: 'ordered', correlationKey: '1', timeToLiveMs: 60_000, tenantId });
		await order('acme');
		await order('acme');
		await order('globex');
		expect([await instancesOf('acme', 'ordered'), await instancesOf('globex', 'ordered')]).toEqual([['ACTIVE'], ['ACTIVE']]);
		const [job] = await activate(['acme']);
		await engine.answer(job!.key, { kind: 'complete', variables: {} });
		expect([await instancesOf('acme', 'ordered'), await instancesOf('globex', 'ordered')]).toEqual([['COMPLETED', 'ACTIVE'], ['ACTIVE']]);
	});

	it('has its signals to itself, from outside and from its processes', async () => {
		await deployAll(alarm, alarmed, alarming);
		for (const tenantId of tenants) await engine.start({ processId: 'alarmed', tenantId });
		await engine.broadcastSignal({ name: 'fire' });
		await engine.broadcastSignal({ name: 'fire', tenantId: 'acme' });
		expect([await instancesOf('acme', 'alarm'), await instancesOf('globex', 'alarm')]).toEqual([['COMPLETED'], []]);
		await engine.start({ processId: 'alarming', tenantId: 'globex' });
		expect([await instancesOf('acme', 'alarm'), await instancesOf('globex', 'alarm')]).toEqual([['COMPLETED'], ['COMPLETED']]);
		expect([await instancesOf('acme', 'alarmed'), await instancesOf('globex', 'alarmed')]).toEqual([['COMPLETED'], ['COMPLETED']]);
	});

	it('keeps its timers and start events when another deploys the same process', async () => {
		await deployAll(daily, ordered, alarm);
		await clock.advance(engine, 24 * 3_600_000);
		await engine.publishMessage({ name: 'ordered', correlationKey: '', tenantId: 'acme' });
		await engine.broadcastSignal({ name: 'fire', tenantId: 'acme' });
		for (const processId of ['daily', 'alarm']) expect(await instancesOf('acme', processId)).toEqual(['COMPLETED']);
		expect(await instancesOf('acme', 'ordered')).toEqual(['ACTIVE']);
		expect(await instancesOf('globex', 'daily')).toEqual(['COMPLETED']);
		expect(await instancesOf('globex', 'alarm')).toEqual([]);
	});
});
