import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scratchName } from '../../scratch/scratch-folder';
import type { Launch, LaunchContext } from '../launch';
import { maxThreads } from '../limits';
import { listOuterPaths } from '../outer-paths';
import type { Container } from './container';

export const containerLabel = 'troupe-sandbox';

/** Composes the arguments of `docker run` or `podman run`. Paths keep their names inside; only the scratch folder is writable. */
export function composeRunArguments(
	{ engine: { program, runtime, image }, name, user }: Container,
	inner: Launch,
	{ folder, limits: { memoryMb }, scratchBytes }: LaunchContext,
): string[] {
	const readable = listOuterPaths(inner.needs).filter(existsSync);
	return [
		...(runtime !== undefined && program === 'podman' ? ['--runtime', runtime] : []),
		'run',
		...(runtime !== undefined && program === 'docker' ? ['--runtime', runtime] : []),
		'--rm',
		'--pull',
		'never',
		'--name',
		name,
		'--label',
		containerLabel,
		'--network',
		'none',
		'--ipc',
		'none',
		'--hostname',
		'sandbox',
		'--read-only',
		'--cap-drop',
		'ALL',
		'--security-opt',
		'no-new-privileges',
		'--user',
		`${user.uid}:${user.gid}`,
		...(user.keepsId ? ['--userns', 'keep-id'] : []),
		'--memory',
		`${memoryMb}m`,
		'--memory-swap',
		`${memoryMb}m`,
		'--pids-limit',
		String(maxThreads),
		'--cpus',
		'1',
		// Code controls its amount of output: none of it goes into an engine's log.
		'--log-driver',
		'none',
		'--no-healthcheck',
		'--sig-proxy=false',
		...(program === 'docker' ? hideVolumes(image.volumes) : podmanOptions),
		...readable.flatMap((path) => ['--mount', describeMount({ type: 'bind', source: path, target: path }, 'readonly')]),
		...(scratchBytes === undefined ? [] : ['--mount', describeMount(bindScratch(join(folder, scratchName)))]),
		'--workdir',
		folder,
		'--entrypoint',
		'node',
		image.id,
		...inner.args,
	];
}

/** podman adds writable folders, the image's volumes, and the proxies of its environment. */
const podmanOptions = ['--read-only-tmpfs=false', '--image-volume', 'ignore', '--http-proxy=false'];

/** docker creates a writable volume for each folder that the image names. An empty folder replaces it. */
const hideVolumes = (volumes: readonly string[]): string[] =>
	volumes.flatMap((path) => ['--mount', describeMount({ type: 'tmpfs', target: path, 'tmpfs-size': '4096' }, 'readonly')]);

const bindScratch = (path: string) => ({ type: 'bind', source: path, target: path });

function describeMount(options: Record<string, string>, ...flags: string[]): string {
	return [...Object.entries(options).map(([name, value]) => `${name}=${value}`), ...flags].map(quote).join(',');
}

const quote = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
