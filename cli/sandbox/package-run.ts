import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describePackage } from './describe/describe-package';
import { openPackage, preparePackage } from '../../sandbox/kinds/package';
import { runCode } from './script-run';
import type { CodeOptions } from './run-options';

/** Loads every node and credential type of a package as untrusted code, and prints what they say about themselves. */
export async function runPackageCommand(name: string, options: CodeOptions, terminal: Terminal): Promise<ExitCode> {
	const place = await openPackage(name, terminal.environment, terminal.stop);
	try {
		return await runCode(options, await preparePackage(place.folder, terminal.environment), terminal, describePackage);
	} finally {
		place.remove();
	}
}
