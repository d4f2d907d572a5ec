/** The job types that Troupe's workers serve, as the manifest lists them. */
export const jobTypes = ['troupe:agent', 'troupe:guardrail', 'troupe:model'] as const;

export type JobType = (typeof jobTypes)[number];
