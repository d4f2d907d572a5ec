import type { StartedInstance, StartRequest } from '../engine/starts';
import { text } from './rest-searches';

type Item = Record<string, unknown>;

export const aboutStart = ({ processId, version }: StartRequest) => ({
	subject: `process "${processId}"${version === undefined ? '' : ` in version ${version}`}`,
	path: '/process-instances',
	notFound: 'PROCESS_NOT_FOUND' as const,
});

/** 8.6.0 refuses version -1, which gRPC takes for the latest. */
export const startBody = ({ processId, version, startAt, terminateAfter, tags, variables = {} }: StartRequest): object => ({
	processDefinitionId: processId,
	...(version !== undefined && { processDefinitionVersion: version }),
	...(startAt?.length && { startInstructions: startAt.map((elementId) => ({ elementId })) }),
	...(terminateAfter?.length && {
		runtimeInstructions: terminateAfter.map((afterElementId) => ({ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId })),
	}),
	...(tags?.length && { tags }),
	variables,
});

export const startedInstance = (item: Item): StartedInstance => ({
	instanceKey: text(item.processInstanceKey),
	processId: text(item.processDefinitionId ?? item.bpmnProcessId),
	version: Number(item.processDefinitionVersion ?? item.version),
	processDefinitionKey: text(item.processDefinitionKey),
});
