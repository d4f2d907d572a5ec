/**
 * The hook file for `EXTERNAL_HOOK_FILES`: n8n runs no workflow that holds a node of Troupe's or of another community package unless the gate
 * lets that node run. It is loaded at every start of n8n, so it loads nothing until a workflow holds such a node.
 */
import { requireApprovedAtBoot } from './boot-check';
import { createHooks } from './workflow-hooks';

const hooks = createHooks(
	async () => (await import('./hook-gates')).defaultGates(),
	// n8n's own logger is not within a hook's reach.
	(line) => void process.stdout.write(`${line}\n`),
);

requireApprovedAtBoot();

export const { n8n, workflow } = hooks;
