import { layoutProcess } from '../../../bpmn/layout/layout-process';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../contract/model-builder';
import { openConsole } from '../open-console';
import { designer } from './designer-tasks';
import { playTasks } from './play-tasks';

const order = processModel('order', [
	startEvent(),
	serviceTask('consult', { type: 'crm' }),
	userTask('approve', { native: true }),
	endEvent(),
	...chain('start', 'consult', 'approve', 'end'),
]);

playTasks(designer, async () => {
	const console = await openConsole();
	await console.engine.deploy([{ name: order.name, content: await layoutProcess(order.name, order.content) }]);
	const key = await console.createKey('worker', ['process:work']);
	/** Calls the engine as a worker does. */
	const work = async (path: string, body: object) => {
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const answer = await fetch(`${console.url}/v2/jobs/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
		return answer.status === 204 ? {} : ((await answer.json()) as { jobs?: Array<{ jobKey: string; processInstanceKey: string }> });
	};
	const begin = async () => (await console.engine.start({ processId: 'order', variables: { number: '7' } })).instanceKey;
	const end = async (instance: string, way: 'completion' | 'failure', body: object) => {
		const { jobs } = await work('activation', { type: 'crm', maxJobsToActivate: 20, timeout: 1, worker: 'test' });
		await work(`${jobs!.find(({ processInstanceKey }) => processInstanceKey === instance)!.jobKey}/${way}`, body);
	};
	const beginAt = async (way?: 'completion' | 'failure', body: object = {}) => {
		const instance = await begin();
		if (way) await end(instance, way, body);
		return { instance };
	};
	return {
		console,
		seeds: {
			place: () => beginAt('completion', { variables: {} }),
			incident: () => beginAt('failure', { retries: 0, errorMessage: 'The CRM is away.' }),
			variable: () => beginAt(),
			cancel: () => beginAt(),
		},
	};
});
