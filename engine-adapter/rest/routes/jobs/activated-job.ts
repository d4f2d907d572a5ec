import { findDefinition, readTags } from '../../../embedded/state/instances/instance-directory';
import { defaultTenantId } from '../../../embedded/state/tenants';
import type { TenantEngine } from '../../../embedded/tenant-engine';
import { toJobKind } from '../../../embedded/work/job-directory';
import type { Job } from '../../../engine/jobs';

const prefix = 'io.camunda.zeebe:';

const texts = ['assignee', 'dueDate', 'followUpDate', 'formKey', 'userTaskKey'] as const;

const lists = ['candidateGroups', 'candidateUsers', 'changedAttributes'] as const;

export async function toActivatedJob(job: Job, worker: string, engine: TenantEngine) {
	const { definition, tags } = await engine.read((kernel, tenants) => ({
		definition: findDefinition(kernel, job.processDefinitionKey, tenants),
		tags: readTags(kernel, job.instanceKey),
	}));
	const kind = toJobKind(job.listener, false);
	return {
		jobKey: job.key,
		type: job.type,
		processInstanceKey: job.instanceKey,
		processDefinitionId: job.processId,
		processDefinitionVersion: definition?.version,
		processDefinitionKey: job.processDefinitionKey,
		elementId: job.elementId,
		elementInstanceKey: job.elementInstanceKey,
		customHeaders: job.headers,
		worker,
		retries: job.retries,
		priority: 0,
		deadline: job.deadline,
		variables: job.variables,
		kind,
		...(kind === 'TASK_LISTENER' && { userTask: toListenedTask(job) }),
		listenerEventType: job.listener?.toUpperCase() ?? 'UNSPECIFIED',
		tags,
		...(job.startedBy !== undefined && { startedBy: job.startedBy }),
		...(job.session !== undefined && { session: job.session }),
		...(job.asker && { asker: job.asker }),
		...(job.lease !== undefined && { jobLeaseToken: job.lease, leaseToken: job.lease }),
		tenantId: job.tenantId ?? defaultTenantId,
		physicalTenantId: 'default',
	};
}

/** As Camunda 8.8 shows it. The engine puts the task into the job's headers. */
function toListenedTask({ headers }: Pick<Job, 'headers'>) {
	const read = (name: string): string | undefined => headers[`${prefix}${name}`];
	return {
		action: read('action') ?? '',
		...Object.fromEntries(texts.map((name) => [name, read(name)])),
		...Object.fromEntries(lists.map((name) => [name, JSON.parse(read(name) ?? '[]') as string[]])),
		priority: Number(read('priority')),
	};
}
