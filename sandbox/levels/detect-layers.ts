import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A layer that no run uses yet, tried out. */
export interface Layer {
	layer: 'L3 containers';
	available: boolean;
	/** What was tried, and what is missing. */
	detail: string;
}

/** Tries the layers above L2. */
export async function detectLayers(): Promise<Layer[]> {
	return [await tryContainers()];
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
