/**
 * The hook file for `EXTERNAL_HOOK_FILES`. n8n runs a workflow with a node of Troupe or of another community package only if the gate allows that
 * node. The file is loaded at every start of n8n, so it loads nothing else until a workflow contains such a node.
 */
import { requireApprovedAtBoot } from './boot-check';
import { createHooks } from './workflow-hooks';

const hooks = createHooks(
	async () => (await import('./hook-gates')).defaultGates(),
	// A hook cannot reach n8n's own logger.
	(line) => void process.stdout.write(`${line}\n`),
);

requireApprovedAtBoot();

export const { n8n, workflow } = hooks;
