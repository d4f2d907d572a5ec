const names = [
	'troupe:agent',
	'troupe:crm',
	'troupe:eval',
	'troupe:guardrail',
	'troupe:hand-over',
	'troupe:http',
	'troupe:ingest',
	'troupe:model',
	'troupe:n8n-node',
	'troupe:n8n-workflow',
	'troupe:remember',
	'troupe:retrieve',
	'troupe:send',
] as const;

export type TroupeJobType = (typeof names)[number];

/** The job types of every Troupe worker. cli/bpmn/lint-run.test.ts compares them with engine-adapter/workers/job-types.ts. */
export const troupeJobTypes: readonly string[] = names;
