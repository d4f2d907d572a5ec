import { parseDate } from '../../bpmn/timer';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { listWaitingTasks, type UserTaskSummary } from '../../engine-adapter/embedded/work/work-directory';
import { engineCaller } from '../access/engine-caller';
import type { InboxItem, InboxSource } from './inbox-item';
import type { TaskLister } from './listers';

export const taskLister =
	(engine: EmbeddedEngine, serviceTenant: string): TaskLister =>
	(grant, max) => {
		const caller = engineCaller(grant, serviceTenant);
		const { person } = caller;
		return new TenantEngine(engine, caller).read((kernel, tenants) => listWaitingTasks(kernel, { tenants, person, max }));
	};

export const taskItems: InboxSource = {
	kinds: ['task'],
	scopes: ['process:read', 'process:run'],
	async read({ grant, listTasks }, max) {
		if (!grant || !listTasks) return undefined;
		return (await listTasks(grant, max)).map(toItem);
	},
};

function toItem({ key, node, properties, createdAt, processId, processName, instanceKey }: UserTaskSummary): InboxItem {
	const { dueDate } = properties;
	return {
		kind: 'task',
		id: key,
		title: node.name || node.id,
		subject: instanceKey,
		process: processName ?? processId,
		since: createdAt,
		due: dueDate === undefined ? undefined : parseDate(dueDate),
	};
}
