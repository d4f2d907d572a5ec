import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';

const read = (name: string) => readFileSync(join(__dirname, name), 'utf8');

interface Workflow {
	nodes: Array<{ name: string; parameters: Record<string, unknown> }>;
}

const workflow = JSON.parse(read('workflow.json')) as Workflow;
const parameters = (name: string) => workflow.nodes.find((node) => node.name === name)!.parameters;

test('the workflow deploys the model that lies beside it, and works on the type of its task', () => {
	expect(parameters('Deploy').bpmn).toBe(read('stock.bpmn'));
	expect(read('stock.bpmn')).toContain(`type="${parameters('Troupe Process Trigger').jobType as string}"`);
});

test('the process catches the error that the workflow throws', async () => {
	const { errorCodes, jobType } = parameters('Troupe Process Trigger') as Record<string, string>;
	expect(parameters('Sold Out').errorMessage).toMatch(new RegExp(`^${errorCodes}:`));
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([{ name: 'stock.bpmn', content: read('stock.bpmn') }]);
	const { instanceKey } = await engine.start({ processId: 'stock', variables: { count: 200 } });
	const [job] = await engine.activate(jobType!, { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'bpmn-error', errorCode: errorCodes!, message: 'five are left' });
	expect((await engine.findInstance(instanceKey)).state).toBe('COMPLETED');
	await engine.close();
});
