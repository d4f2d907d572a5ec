import type { StartedInstance } from '../engine/starts';

export interface WireInstance {
	processInstanceKey: string;
	bpmnProcessId: string;
	version: number;
	processDefinitionKey: string;
}

export const startedInstance = ({ processInstanceKey, bpmnProcessId, version, processDefinitionKey }: WireInstance): StartedInstance => ({
	instanceKey: processInstanceKey,
	processId: bpmnProcessId,
	version,
	processDefinitionKey,
});
