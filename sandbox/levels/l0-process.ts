import { statSync } from 'node:fs';
import { join } from 'node:path';
import { auditSource } from '../audit/audit-source';
import type { Launch, LaunchContext } from './launch';
import { outletSource } from '../network/outlet-source';
import { scratchName } from '../scratch/scratch-folder';
import { runnerSource } from './runner-source';

/**
 * L0: a fresh Node process with an empty environment and Node's permission model, which reads the folder of the run and nothing else, writes only a scratch folder,
 * and starts no process, thread, addon or debugger. `SandboxWorker` limits memory, time and output. The network stays open.
 */
export function launchNode({ folder, limits, permissions, readable, outlet, scratchBytes, audit }: LaunchContext): Launch {
	const granted = withoutInner([folder, ...readable]).map((path) => `--allow-fs-read=${isFolder(path) ? join(path, '/') : path}`);
	if (scratchBytes !== undefined) granted.push(`--allow-fs-write=${join(folder, scratchName, '/')}`);
	const enterScratch = scratchBytes === undefined ? '' : `process.chdir('${scratchName}');`;
	return {
		file: process.execPath,
		args: [
			...(permissions ? [audit ? '--permission-audit' : '--permission', ...granted] : []),
			// The heap ends before the limit of the process does, so that Node can say why.
			`--max-old-space-size=${Math.ceil(limits.memoryMb * 0.75)}`,
			'--max-semi-space-size=4',
			// One thread beside that of the script, to collect garbage and compile.
			'--v8-pool-size=1',
			'--no-warnings',
			// Node ends when it may not read the one of the system.
			'--openssl-config=/dev/null',
			'-e',
			enterScratch + (outlet ? outletSource : '') + (audit ? auditSource : '') + runnerSource,
		],
		env: {},
		needs: [folder, ...readable],
		outputs: [1, 2],
	};
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;

/** Node forgets a folder if one inside it is allowed too. */
const withoutInner = (paths: string[]): string[] =>
	paths.filter((path) => !paths.some((other) => path !== other && path.startsWith(join(other, '/'))));
