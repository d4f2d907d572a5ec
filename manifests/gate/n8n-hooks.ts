/**
 * The hook file for `EXTERNAL_HOOK_FILES`: n8n runs no workflow that holds a Troupe node unless the gate lets that node run.
 * It is loaded at every start of n8n, so it loads nothing until a workflow holds one of our nodes.
 */
import { createHooks } from './workflow-hooks';

const hooks = createHooks(
	async () => (await import('./default-gate')).defaultGate(),
	// n8n's own logger is not within a hook's reach.
	(line) => void process.stdout.write(`${line}\n`),
);

export const { n8n, workflow } = hooks;
