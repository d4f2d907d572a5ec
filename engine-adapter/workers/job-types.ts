/** The job types that Troupe's workers serve, as the manifest lists them. */
export const jobTypes = [
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

export type JobType = (typeof jobTypes)[number];
