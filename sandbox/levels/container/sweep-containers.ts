import { isRunning } from '../../../core/base/is-running';
import { ownPrefix } from './container';
import type { ContainerEngine } from './container-engine';
import { askEngine } from './engine-program';
import { containerLabel } from './run-arguments';

const swept = new Set<string>();

/** Removes containers of killed processes of this machine, once in a process. */
export async function sweepContainers({ program }: Pick<ContainerEngine, 'program'>): Promise<void> {
	if (swept.has(program)) return;
	swept.add(program);
	await removeOrphans(program);
}

export async function removeOrphans(program: ContainerEngine['program']): Promise<void> {
	const listed = await askEngine(program, ['ps', '--all', '--filter', `label=${containerLabel}`, '--format', '{{.Names}}']);
	const orphans = listed.split('\n').filter((name) => isOrphan(name.trim()));
	for (const name of orphans) await askEngine(program, ['rm', '--force', name.trim()]).catch(() => undefined);
}

function isOrphan(name: string): boolean {
	const prefix = ownPrefix();
	const pid = name.startsWith(prefix) ? Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1] ?? 0) : 0;
	return pid > 0 && !isRunning(pid);
}
