import {
	boundary,
	catchOf,
	error,
	eventBasedGateway,
	eventSubProcess,
	message,
	signal,
	startBeside,
	startOn,
	timer,
} from '../../../test/contract/event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	processModel,
	serviceTask,
	startEvent,
	userTask,
	type ModelPart,
} from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../open-embedded-engine';

const eventIds = ['start', 'at', 'called', 'p'];
const begun: Array<[what: string, element: string, parts: ModelPart[]]> = [
	[
		'a boundary event',
		'at',
		[startEvent(), serviceTask('work'), boundary('at', 'work', signal('go')), ...chain('start', 'work', 'end'), ...chain('at', 'end')],
	],
	['a start event of a signal', 'start', [startOn('start', signal('go')), ...chain('start', 'end')]],
	['a start event of a message (camunda/camunda#4884)', 'start', [startOn('start', message('go')), ...chain('start', 'end')]],
	[
		'an event behind a gateway',
		'called',
		[
			...[startEvent(), eventBasedGateway('wait'), catchOf('called', signal('go')), catchOf('late', timer('Duration', 'PT1H'))],
			...[...chain('start', 'wait', 'called', 'end'), ...chain('wait', 'late', 'end')],
		],
	],
];

it.each(begun)('%s has what the event brought, before the process has it', async (_what, element, parts) => {
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	const end = new AbortController();
	try {
		await engine.deploy([processModel('p', [...parts, endEvent()])]);
		if (element !== 'start') await engine.start({ processId: 'p' });
		await engine.publishMessage({ name: 'go', correlationKey: '', timeToLiveMs: 0, variables: { by: 'event' } });
		await engine.broadcastSignal({ name: 'go', variables: { by: 'event' } });
		const places: string[] = [];
		for await (const { kind, elementId } of engine.subscribe(0, {}, end.signal)) {
			if (kind === 'variable-set' && eventIds.includes(elementId)) places.push(elementId);
			if (kind === 'element-completed' && elementId === 'p') end.abort();
		}
		expect(places).toEqual([element, 'p']);
	} finally {
		end.abort();
		await engine.close();
	}
});

const scopes: Array<[what: string, start: ModelPart, expected: string[]]> = [
	['an error', startOn('begin', error('E1')), ['activated around', 'activated begin', 'set p']],
	['a message', startBeside('begin', message('go', '="key"')), ['activated around', 'activated begin', 'set p']],
	['a signal', startOn('begin', signal('go')), ['activated around', 'activated begin', 'set p']],
];

it.each(scopes)('the start of an event sub-process has nothing of its own from %s', async (_what, start, expected) => {
	const around = eventSubProcess('around', [start, userTask('ask', { native: true }), endEvent('done'), ...chain('begin', 'ask', 'done')]);
	expect(await listBegun([startEvent(), around, serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')])).toEqual(expected);
});

it('a boundary event is active before it has what an error brought', async () => {
	const parts = [startEvent(), serviceTask('work'), errorBoundary('begin', 'work', 'E1'), userTask('ask', { native: true }), endEvent()];
	expect(await listBegun([...parts, ...chain('start', 'work', 'end'), ...chain('begin', 'ask', 'end')])).toEqual([
		'activated begin',
		'set begin',
	]);
});

/** Lets everything happen at once that an event may wait for; lists what began by it, until the task that follows. */
async function listBegun(parts: ModelPart[]): Promise<string[]> {
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	const end = new AbortController();
	try {
		await engine.deploy([processModel('p', parts)]);
		await engine.start({ processId: 'p' });
		const variables = { by: 'event' };
		await engine.publishMessage({ name: 'go', correlationKey: 'key', timeToLiveMs: 0, variables });
		await engine.broadcastSignal({ name: 'go', variables });
		const outcome = { kind: 'bpmn-error', errorCode: 'E1', message: '', variables } as const;
		const worker = await engine.openWorker('contract-work', { name: 'test', concurrency: 1, timeoutMs: 60_000 }, () =>
			Promise.resolve(outcome),
		);
		const begun: string[] = [];
		for await (const { kind, elementId } of engine.subscribe(0, {}, end.signal)) {
			if (kind === 'element-activated' && ['around', 'begin'].includes(elementId)) begun.push(`activated ${elementId}`);
			if (kind === 'variable-set') begun.push(`set ${elementId}`);
			if (kind === 'element-activated' && elementId === 'ask') end.abort();
		}
		await worker.close(0);
		return begun;
	} finally {
		end.abort();
		await engine.close();
	}
}
