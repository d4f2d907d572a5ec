import { type JobType, isJobType } from '../../bpmn/job-types';

/** Variables that the worker of a job type reads, and that its element template has no field for. */
const withoutField: Partial<Record<JobType, readonly string[]>> = {
	'troupe:agent': ['facts', 'agent', 'agentDefinition', 'origins', 'sensitivity', 'adHocSubProcessElements', 'toolCall', 'toolCallResults'],
	'troupe:guardrail': ['conversationState', 'facts', 'policy', 'policyId', 'personId'],
	'troupe:ingest': ['collection'],
	'troupe:model': ['messages', 'images', 'system', 'models', 'schema'],
	'troupe:retrieve': ['collection'],
	'troupe:send': ['messages'],
};

export const listFieldless = (type: string): readonly string[] => (isJobType(type) ? (withoutField[type] ?? []) : []);
