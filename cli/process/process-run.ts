import { TroupeError } from '../../core/base/errors';
import { admitCommand, openHost } from '../host';
import type { ProcessRunOptions } from './process-run-options';
import { readModels } from '../../engine-adapter/instance/read-models';
import { readResources } from './process-files';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Runs one instance to its end, or until it waits for a person. */
export async function runProcessCommand(options: ProcessRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'process run', terminal);
	const resources = await readResources(options.files);
	if (options.script !== undefined) {
		const { runScript } = await import('./run-script');
		return runScript(resources, options.script, options, terminal);
	}
	const models = await readModels(resources);
	if (options.engine !== 'embedded') {
		refuseTarget(options);
		const { runOnCluster } = await import('./run-on-cluster');
		return runOnCluster(resources, models, options, host, terminal);
	}
	const { runEmbedded } = await import('./run-embedded');
	return runEmbedded(resources, models, options, host, terminal);
}

/** The version of a cluster cannot be chosen. */
function refuseTarget({ target, engine }: ProcessRunOptions): void {
	if (target === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--target cannot be used with --engine ${engine}.`,
		fix: 'Remove --target. The cluster has its own version.',
	});
}
