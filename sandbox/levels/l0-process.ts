import { join } from 'node:path';
import type { Launch, LaunchContext } from './launch';
import { outletSource } from '../network/outlet-source';
import { runnerSource } from './runner-source';

/**
 * L0: a fresh Node process with an empty environment and Node's permission model, which reads the folder of the run and nothing else, writes nothing,
 * and starts no process, thread, addon or debugger. `SandboxWorker` limits memory, time and output. The network stays open.
 */
export function launchNode({ folder, limits, permissions, readable, outlet }: LaunchContext): Launch {
	const granted = [folder, ...readable].map((path) => `--allow-fs-read=${join(path, '/')}`);
	return {
		file: process.execPath,
		args: [
			...(permissions ? ['--permission', ...granted] : []),
			// The heap ends before the limit of the process does, so that Node can say why.
			`--max-old-space-size=${Math.ceil(limits.memoryMb * 0.75)}`,
			'--max-semi-space-size=4',
			// One thread beside that of the script, to collect garbage and compile.
			'--v8-pool-size=1',
			'--no-warnings',
			// Node ends when it may not read the one of the system.
			'--openssl-config=/dev/null',
			'-e',
			outlet ? outletSource + runnerSource : runnerSource,
		],
		env: {},
		needs: [folder, ...readable],
		outputs: [1, 2],
	};
}
