/** The job types that Troupe's workers serve, as the manifest lists them. */
export const jobTypes = ['troupe:agent'] as const;

export type JobType = (typeof jobTypes)[number];
