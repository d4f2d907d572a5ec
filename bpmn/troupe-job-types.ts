/** The job types of every Troupe worker. cli/bpmn/lint-run.test.ts compares them with engine-adapter/workers/job-types.ts. */
export const troupeJobTypes = [
	'troupe:agent',
	'troupe:guardrail',
	'troupe:ingest',
	'troupe:model',
	'troupe:n8n-node',
	'troupe:remember',
	'troupe:retrieve',
];
