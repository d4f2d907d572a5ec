/** Stops a task that a retry does not help: a person has to change the model or the machine. */
export class TaskProblem extends Error {}

/** The node put its execution to sleep until somebody calls n8n. */
export class TaskWaits extends Error {}

export const refuse = (message: string): TaskProblem => new TaskProblem(message);
