/**
 * The hook file for `EXTERNAL_HOOK_FILES`. n8n runs a workflow with a node of Troupe or of another community package only if the gate allows that
 * node. The file is loaded at every start of n8n, so it loads and judges nothing that the start would wait for.
 */
import { printable } from '../../../core/base/text/printable';
import { requireApprovedAtBoot } from './boot-check';
import { createHooks } from './workflow-hooks';

/** n8n usually answers by then. */
const reportDelayMs = 1_000;

const hooks = createHooks(
	async () => (await import('./hook-gates')).defaultGates(),
	// A hook cannot reach n8n's own logger.
	(line) => void process.stdout.write(`${printable(line)}\n`),
	(work) => void setTimeout(() => void work(), reportDelayMs).unref(),
);

// Code that a node isolates by Node's permission model could open n8n's debugger by this signal.
process.on('SIGUSR1', () => undefined);
requireApprovedAtBoot();

export const { n8n, workflow, agent } = hooks;
