/** A failure that retries do not fix: a person must change the model or machine. */
export class TaskProblem extends Error {}

/** The node suspended its execution until a call to n8n. */
export class TaskWaits extends Error {}

export const refuse = (message: string): TaskProblem => new TaskProblem(message);
