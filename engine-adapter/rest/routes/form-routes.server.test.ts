import { formFile, formTask, startForm } from '../../../test/contract/form-parts';
import { chain, endEvent, processModel, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const filled = processModel('filled', [startForm('ask'), formTask('answer'), endEvent(), ...chain('start', 'fill', 'end')]);
const plain = processModel('plain', [startEvent(), userTask('review', { native: true }), endEvent(), ...chain('start', 'review', 'end')]);

let service: TestService;
beforeAll(async () => {
	service = await openTestService([plain]);
});
afterAll(() => service.close());

const get = (path: string) => fetch(`${service.url}/v2${path}`);

async function deploy(...resources: Array<{ name: string; content: string }>) {
	const body = new FormData();
	for (const { name, content } of resources) body.append('resources', new File([content], name));
	const response = await fetch(`${service.url}/v2/deployments`, { method: 'POST', body });
	return (await response.json()) as { deployments: Array<Record<string, Record<string, unknown>>> };
}

test('a form is deployed with its process, and found at the task and at the definition', async () => {
	const [ask, answer] = [formFile('ask'), formFile('answer', 'Answer')];
	const { deployments } = await deploy(filled, ask, answer);
	const forms = deployments.flatMap(({ form }) => (form ? [form] : []));
	expect(forms).toEqual([
		{ formId: 'ask', version: 1, formKey: expect.any(String), resourceName: 'ask.form', tenantId: '<default>' },
		{ formId: 'answer', version: 1, formKey: expect.any(String), resourceName: 'answer.form', tenantId: '<default>' },
	]);
	const { processDefinitionKey } = deployments[0]!.processDefinition!;
	const started = await get(`/process-definitions/${processDefinitionKey as string}/form`);
	expect(await started.json()).toEqual({
		formKey: forms[0]!.formKey,
		formId: 'ask',
		schema: ask.content,
		version: 1,
		tenantId: '<default>',
	});
	expect(await (await get(`/process-definitions/${processDefinitionKey as string}`)).json()).toMatchObject({ hasStartForm: true });

	const { instanceKey } = await service.engine.start({ processId: 'filled' });
	const [task] = await service.engine.searchUserTasks({ instanceKey });
	expect(await (await get(`/user-tasks/${task!.key}`)).json()).toMatchObject({ formKey: forms[1]!.formKey });
	// A task keeps the form that it began with.
	await deploy(formFile('answer', 'Later'));
	const shown = (await (await get(`/user-tasks/${task!.key}/form`)).json()) as { schema: string; version: number };
	expect(shown).toMatchObject({ formId: 'answer', version: 1, schema: answer.content });
});

test('without a form the answer is empty, without the task or definition it is 404', async () => {
	const { instanceKey, processDefinitionKey } = await service.engine.start({ processId: 'plain' });
	const [task] = await service.engine.searchUserTasks({ instanceKey });
	expect((await get(`/user-tasks/${task!.key}/form`)).status).toBe(204);
	expect((await get(`/process-definitions/${processDefinitionKey}/form`)).status).toBe(204);
	expect((await get('/user-tasks/2251799813685249/form')).status).toBe(404);
	expect((await get('/process-definitions/2251799813685249/form')).status).toBe(404);
});
