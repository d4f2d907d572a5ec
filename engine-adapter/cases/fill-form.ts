import { loadFeel } from '../../bpmn/feel';
import { readForm } from '../../bpmn/forms/read-form';
import { submitForm } from '../../bpmn/forms/submit-form';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { findTaskForm } from '../embedded/forms/form-directory';
import type { UserTask } from '../engine/instances';
import type { Variables } from '../engine/variables';

export async function fillForm(
	engine: EmbeddedEngine,
	task: UserTask,
	entered: Variables,
): Promise<{ values: Variables; problems: string[] }> {
	const { form, now } = await engine.read((kernel) => ({ form: findTaskForm(kernel, task.key, 'every').form, now: kernel.clock.now() }));
	if (!form) return { values: entered, problems: [] };
	const model = readForm(form.resourceName, form.content);
	return submitForm(model, { variables: task.variables, entered }, await loadFeel('8.8'), () => now);
}
