import { loadFeel } from '../../bpmn/feel';
import { readForm } from '../../bpmn/forms/read-form';
import { submitForm } from '../../bpmn/forms/submit-form';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { findTaskForm } from '../embedded/forms/form-directory';
import type { UserTask, Variables } from '../engine';

/** What a person sends who fills a task's form in; without a form, or if it is left aside, what was entered. */
export async function fillForm(
	engine: EmbeddedEngine,
	task: UserTask,
	entered: Variables,
	version?: ZeebeVersion,
): Promise<{ values: Variables; problems: string[] }> {
	const { form, now } = await engine.read((kernel) => ({ form: findTaskForm(kernel, task.key, 'every').form, now: kernel.clock.now() }));
	if (!form) return { values: entered, problems: [] };
	const model = readForm(form.resourceName, form.content);
	return submitForm(model, { variables: task.variables, entered }, await loadFeel(version), () => now);
}
