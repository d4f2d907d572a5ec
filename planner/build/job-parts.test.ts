import { isJobType, jobTypes } from '../../bpmn/job-types';
import { agentVariables } from '../../engine-adapter/workers/agent-job-input';
import { handOverVariables } from '../../engine-adapter/workers/channels/hand-over-job-input';
import { sendVariables } from '../../engine-adapter/workers/channels/send-job-input';
import { crmVariables } from '../../engine-adapter/workers/crm/crm-job-input';
import { evalVariables } from '../../engine-adapter/workers/evaluation/eval-job-input';
import { guardrailVariables } from '../../engine-adapter/workers/guardrails/guardrail-job-input';
import { ingestVariables, retrieveVariables } from '../../engine-adapter/workers/knowledge/knowledge-job-input';
import { memoryVariables } from '../../engine-adapter/workers/knowledge/memory-job-input';
import { modelVariables } from '../../engine-adapter/workers/model-job-input';
import { httpVariables } from '../../engine-adapter/workers/requests/http-job-input';
import { workflowVariables } from '../../engine-adapter/workers/requests/workflow-worker';
import { n8nNodeVariables } from '../../bpmn/templates/n8n/n8n-node-job';
import { CaseEngine } from '../../engine-adapter/cases/case-engine';
import { lintProcesses } from '../../bpmn/lint/lint-processes';
import { readTree } from '../tree/read-tree';
import { buildProcess } from './build-process';

/** By job type, the variables that its worker reads. */
const read: Record<(typeof jobTypes)[number], readonly string[]> = {
	'troupe:agent': agentVariables,
	'troupe:crm': crmVariables,
	'troupe:eval': evalVariables,
	'troupe:guardrail': guardrailVariables,
	'troupe:hand-over': handOverVariables,
	'troupe:http': httpVariables,
	'troupe:ingest': ingestVariables,
	'troupe:model': modelVariables,
	'troupe:n8n-node': Object.values(n8nNodeVariables),
	'troupe:n8n-workflow': workflowVariables,
	'troupe:remember': memoryVariables,
	'troupe:retrieve': retrieveVariables,
	'troupe:send': sendVariables,
};

const stepOf = (type: string) => {
	if (type === 'troupe:agent') return { kind: 'agent', agent: 'support' };
	if (type === 'troupe:http') return { kind: 'http', method: 'POST', url: 'https://erp.example/orders', credential: 'erp' };
	return { kind: 'node', node: isJobType(type) && type !== 'troupe:n8n-node' ? type : 'n8n-nodes-base.noOp' };
};

const build = async (type: string) => {
	const { tree } = readTree({ name: 'One', do: [{ ...stepOf(type), name: 'Do it', needs: 'Do it' }] });
	return buildProcess(tree!);
};

describe('the task of a step', () => {
	it.each(jobTypes)('sets every variable that the worker of %s reads, so that who starts an instance sets none of them', async (type) => {
		const [model] = await build(type);
		expect(model!.content).toContain(`<zeebe:taskDefinition type="${type}"`);
		const set = [...model!.content.matchAll(/<zeebe:input source="[^"]*" target="([^".]+)/g)].map(([, target]) => target);
		expect(read[type].filter((name) => !set.includes(name))).toEqual([]);
	});

	it.each(['8.6', '8.8'] as const)('sends a request as it was confirmed, whatever the start message has, on %s', async (version) => {
		const files = await build('troupe:http');
		expect(await lintProcesses([files[0]!], { target: version })).toEqual([]);
		const at = await CaseEngine.open(0, version);
		try {
			await at.engine.deploy(files);
			await at.engine.start({ processId: 'one', variables: { url: 'https://other.example', query: { all: 1 }, headers: { 'x-as': 'root' }, body: { amount: 9 } } });
			await at.settle();
			expect(at.takeJob()!.variables).toMatchObject({ url: 'https://erp.example/orders', query: null, headers: null, body: null });
		} finally {
			await at.close();
		}
	});

	it('keeps a result that has the name of an input', async () => {
		const http = { ...stepOf('troupe:http'), name: 'Send', writes: ['body', 'number'] };
		const { tree } = readTree({ name: 'One', do: [http] });
		const at = await CaseEngine.open(0, '8.8');
		try {
			await at.engine.deploy(await buildProcess(tree!));
			const { instanceKey } = await at.engine.start({ processId: 'one', variables: {} });
			await at.settle();
			await at.engine.answer(at.takeJob()!.key, { kind: 'complete', variables: { body: 'text', number: 7 } });
			await at.settle();
			expect((await at.engine.findInstance(instanceKey)).variables).toMatchObject({ body: 'text', number: 7 });
		} finally {
			await at.close();
		}
	});
});
