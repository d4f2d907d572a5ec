import { failWork } from '../../support/fill-inbox';
import { openConsole } from '../open-console';
import { operator } from './operator-tasks';
import { playTasks } from './play-tasks';

playTasks(operator, async () => {
	const console = await openConsole();
	const createKey = async (key: string) => {
		await console.createKey(key, ['agent:run', 'run:read']);
		return { key };
	};
	const done: string[] = [];
	const drop = async (keys: string[]) => {
		if (keys.length === 0) return;
		const headers = { authorization: `Bearer ${await console.createKey('seed', ['work:manage'])}`, 'content-type': 'application/json' };
		const answer = await fetch(`${console.url}/api/v1/work/run-notice/drop`, { method: 'POST', headers, body: JSON.stringify({ keys }) });
		if (!answer.ok) throw new Error(`The work was not dropped: ${await answer.text()}`);
	};
	return {
		console,
		seeds: {
			rights: (way) => createKey(`shop ${way}`),
			revoke: (way) => createKey(`visitor ${way}`),
			'failed-work': async (way) => {
				// What was done again can fail again: each way has one alone.
				await drop(done);
				await failWork(console.host, way, 3);
				done.push(way);
				return {};
			},
		},
	};
});
