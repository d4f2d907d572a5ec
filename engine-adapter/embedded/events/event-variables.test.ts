import { boundary, catchOf, eventBasedGateway, message, signal, startOn, timer } from '../../contract/event-parts';
import { chain, endEvent, processModel, serviceTask, startEvent, type ModelPart } from '../../contract/model-builder';
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
