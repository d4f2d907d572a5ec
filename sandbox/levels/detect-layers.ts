import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getErrorMessage } from '../../core/base/errors';

/** A layer that no run uses yet, tried out. */
export interface Layer {
	layer: 'L2 control groups' | 'L3 containers';
	available: boolean;
	/** What was tried, and what is missing. */
	detail: string;
}

/** Tries the layers above L1. */
export async function detectLayers(): Promise<Layer[]> {
	return [tryControlGroup(), await tryContainers()];
}

/** Makes a group below that of this process, sets limits in it, and removes it. */
function tryControlGroup(): Layer {
	const layer = 'L2 control groups';
	try {
		const [, path] = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'latin1')) ?? [];
		const [, mounted] = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'latin1')) ?? [];
		if (path === undefined || mounted === undefined) throw new Error('control groups of version 2 are not mounted');
		const group = join(mounted, path, `troupe-check-${process.pid}`);
		mkdirSync(group);
		try {
			for (const [name, limit] of [['memory.max', '268435456'] as const, ['pids.max', '32'] as const])
				writeFileSync(join(group, name), limit);
		} finally {
			rmdirSync(group);
		}
		return { layer, available: true, detail: 'limits of memory and processes can be set; runs do not use them yet' };
	} catch (error) {
		const fix = 'Delegate the controllers memory and pids, such as with systemd-run --user --scope -p Delegate=yes.';
		return { layer, available: false, detail: `${getErrorMessage(error)}. ${fix}` };
	}
}

/** Asks the daemons for their version, which they tell only if they run and this user may use them. */
async function tryContainers(): Promise<Layer> {
	const layer = 'L3 containers';
	for (const program of ['docker', 'podman']) {
		try {
			const args = program === 'docker' ? ['version', '--format', '{{.Server.Version}}'] : ['version', '--format', '{{.Client.Version}}'];
			const { stdout } = await promisify(execFile)(program, args, { timeout: 10_000 });
			return { layer, available: true, detail: `${program} ${stdout.trim()} answers; runs do not use it yet` };
		} catch {
			// Not installed, or its daemon does not answer: the next one is tried.
		}
	}
	return { layer, available: false, detail: 'neither docker nor podman answers. Start a daemon, and let this user use it.' };
}
