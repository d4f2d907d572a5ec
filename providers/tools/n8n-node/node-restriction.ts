import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { N8nInstallation } from '../../../core/base/n8n-installation';
import type { Capabilities, FileCapability } from '../../../core/ports/capabilities/capabilities';
import { permissionModel } from '../../processes/permission-model';
import { listProgramFolders } from '../../processes/program-folders';

/** Rights of a package's process besides n8n, the package and its own folder. */
export interface NodeRestriction {
	/** Absolute, or relative to the package. */
	files: FileCapability[];
	/** Any listed program allows all: Node does not distinguish them. */
	programs: string[];
}

export const toRestriction = ({ files = [], programs = [] }: Capabilities): NodeRestriction => ({ files, programs });

interface RestrictedProcess {
	n8n: N8nInstallation;
	/** Files of the tenant's items; undefined if its name cannot be a folder name. */
	files?: string;
	program: string;
	folder: string;
	package: string;
	restriction: NodeRestriction;
}

/** n8n checks for a container, and its libraries for the Linux variant. */
const asked = ['/etc/alpine-release', '/.dockerenv', '/run/.containerenv', '/proc/self/cgroup', '/proc/self/mountinfo'];

/**
 * Returns Node arguments that enforce a list: other files, programs and threads are refused. Native code is allowed, because n8n's expressions use
 * it; a package's native code is not restricted.
 */
export function restrictionArguments({ n8n, files, program, folder, package: ofPackage, restriction }: RestrictedProcess): string[] {
	const own = listProgramFolders(program);
	const listed = restriction.files
		.map(({ path, access }) => ({ path: resolve(ofPackage, path), access }))
		.filter(({ path }) => isGrantable(path));
	const modules = [n8n.folder, realpathSync(n8n.folder), ofPackage].map(findModules);
	const writable = [...own.writable, folder, ...(files === undefined ? [] : [files])];
	const changed = listed.filter(({ access }) => access === 'write').map(({ path }) => path);
	const readable = [...own.readable, ...modules, ...asked, ...writable, ...listed.map(({ path }) => path)];
	return [
		...permissionModel,
		'--allow-addons',
		...list(readable).map((path) => `--allow-fs-read=${path}`),
		...list([...writable, ...changed]).map((path) => `--allow-fs-write=${path}`),
		...(restriction.programs.length > 0 ? ['--allow-child-process'] : []),
	];
}

const known = new Map<string, boolean>();

/** Node.js has it from 22.13 on. */
export function hasPermissionModel(program: string): boolean {
	let has = known.get(program);
	if (has === undefined) {
		try {
			execFileSync(program, [...permissionModel, '--version'], { stdio: 'ignore', timeout: 30_000 });
			has = true;
		} catch {
			has = false;
		}
		known.set(program, has);
	}
	return has;
}

export function listNotHeld({ files, programs }: NodeRestriction, { program }: N8nInstallation, folder: string): string[] {
	if (!hasPermissionModel(program))
		return [`files and programs: the Node.js of n8n, ${program}, has no permission model, which Node.js 22.13 has`];
	const unfit = files.map(({ path }) => resolve(folder, path)).filter((path) => !isGrantable(path));
	return [
		...(programs.length > 0 ? ['which programs are started: only whether any is'] : []),
		...unfit.map((path) => `the file ${path}: its name is a pattern for Node.js, so it is refused`),
	];
}

/** Node reads paths as patterns, and splits lists at commas. */
export const isGrantable = (path: string): boolean => !/[*,\n\0]/.test(path);

/** The outermost module folder: packages find their dependencies there. */
const findModules = (folder: string): string => /^(.*?[/\\]node_modules)[/\\]/.exec(folder)?.[1] ?? folder;

/** Node drops a folder if one inside it is allowed too. */
function list(paths: string[]): string[] {
	const folders = [...new Set(paths.map((path) => path.replace(/(?!^)\/$/, '')))];
	return folders
		.filter((path) => !folders.some((other) => path !== other && path.startsWith(join(other, '/'))))
		.map((path) => (isFolder(path) ? join(path, '/') : path));
}

const isFolder = (path: string): boolean => existsSync(join(path, '.'));
