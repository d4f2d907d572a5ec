/** Run as a process of its own, `deploy-once.js PATH`: deploys one model, before anything else happened in the process, on one of the paths. */
import { playCase } from '../../../engine-adapter/cases/play-case';
import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { lintAndRefuse } from '../../../engine-adapter/lint-before-deploy';
import { openTestService } from '../engine/test-service';

const search = serviceTask('search', {
	inputs: [{ source: '=fromAi(toolCall.query, "What to search for.", "string", {"maxLength": 80})', target: 'query' }],
});
const model = processModel('p', [
	startEvent(),
	adHocSubProcess('tools', [search], { jobType: 'decide' }),
	endEvent(),
	...chain('start', 'tools', 'end'),
]);

const paths: Record<string, () => Promise<unknown>> = {
	engine: async () => (await openEmbeddedEngine({ file: ':memory:' })).deploy([model]),
	rest: async () => {
		const service = await openTestService([]);
		const body = new FormData();
		body.set('resources', new File([model.content], model.name));
		const { status } = await fetch(`${service.url}/v2/deployments`, { method: 'POST', body });
		await service.close();
		if (status !== 200) throw new Error(`The service answered ${status}.`);
	},
	case: async () => {
		const { trace } = await playCase([model], { start: [], script: [], autoComplete: false });
		if (trace.deploy !== 'ok') throw new Error(trace.deploy.rejected);
	},
	linter: () => lintAndRefuse([model], { target: '8.8' }),
};

paths[process.argv[2]!]!().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
