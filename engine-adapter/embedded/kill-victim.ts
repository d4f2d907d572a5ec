/** Run as a process of its own by recovery.test.ts, and killed: starts instances and answers their jobs until it is told that all ended. */
import { appendFileSync, readFileSync } from 'node:fs';
import { openEmbeddedEngine } from './open-embedded-engine';

async function work(folder: string, wanted: number): Promise<void> {
	const engine = await openEmbeddedEngine({ file: `${folder}/state.db` });
	process.stdout.write('open\n');
	await engine.deploy([{ name: 'p.bpmn', content: readFileSync(`${folder}/p.bpmn`, 'utf8') }]);
	await engine.openWorker('contract-work', { name: 'victim', concurrency: 5, timeoutMs: 100 }, (job) => {
		appendFileSync(`${folder}/effects`, `${job.key}\n`);
		return Promise.resolve({ kind: 'complete', variables: { done: job.elementId } });
	});
	const lines = readFileSync(`${folder}/started`, 'utf8').split('\n').length - 1;
	for (let index = lines; index < wanted; index++) {
		const { instanceKey } = await engine.start({ processId: 'p', variables: { index } });
		appendFileSync(`${folder}/started`, `${instanceKey}\n`);
	}
	for (const instanceKey of readFileSync(`${folder}/started`, 'utf8').trim().split('\n')) {
		while ((await engine.findInstance(instanceKey)).state === 'ACTIVE') await new Promise((resolve) => setTimeout(resolve, 5));
	}
	await engine.close();
}

void work(process.argv[2]!, Number(process.argv[3])).then(() => process.stdout.write('all ended\n'));
