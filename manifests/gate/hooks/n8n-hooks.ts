/**
 * Hook file for `EXTERNAL_HOOK_FILES`: a workflow with a node of Troupe or a community package runs only if the gate allows that node. Loaded at
 * every start of n8n, so it loads and judges nothing that delays the start.
 */
import { printable } from '../../../core/base/text/printable';
import { requireApprovedAtBoot } from './boot-check';
import { createHooks } from './workflow-hooks';

const reportDelayMs = 1_000;

const hooks = createHooks(
	async () => (await import('./hook-gates')).defaultGates(),
	// A hook cannot reach n8n's own logger.
	(line) => void process.stdout.write(`${printable(line)}\n`),
	(work) => void setTimeout(() => void work(), reportDelayMs).unref(),
);

// Sandboxed node code could open n8n's debugger by this signal.
process.on('SIGUSR1', () => undefined);
requireApprovedAtBoot();

export const { n8n, workflow, agent } = hooks;
