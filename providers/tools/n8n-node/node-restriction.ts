import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { N8nInstallation } from '../../../core/base/n8n-installation';
import type { Capabilities, FileCapability } from '../../../core/ports/capabilities/capabilities';
import { permissionModel } from '../../processes/permission-model';
import { listProgramFolders } from '../../processes/program-folders';

/** Rights of a package's process besides n8n, the package and a folder of its own. */
export interface NodeRestriction {
	/** Absolute, or relative to the folder of the package. */
	files: FileCapability[];
	/** One that is listed lets the process start any: Node does not tell programs apart. */
	programs: string[];
}

/** Reads the part of a manifest's list that the process is held to. */
export const toRestriction = ({ files = [], programs = [] }: Capabilities): NodeRestriction => ({ files, programs });

interface RestrictedProcess {
	n8n: N8nInstallation;
	/** The files that items of the tenant refer to; undefined where its name cannot be that of a folder. */
	files?: string;
	/** The file of our program. */
	program: string;
	/** The folder of this process. */
	folder: string;
	/** The folder of the package. */
	package: string;
	restriction: NodeRestriction;
}

/** n8n asks whether it runs in a container, and its libraries which Linux this is. */
const asked = ['/etc/alpine-release', '/.dockerenv', '/run/.containerenv', '/proc/self/cgroup', '/proc/self/mountinfo'];

/**
 * Returns Node's arguments for a process that is held to a list: its permission model refuses other files, and programs and threads. n8n's expressions
 * run in native code, so that native code is allowed; that of a package is not held.
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
		...[...permissionModel, '--allow-addons'],
		...list(readable).map((path) => `--allow-fs-read=${path}`),
		...list([...writable, ...changed]).map((path) => `--allow-fs-write=${path}`),
		...(restriction.programs.length > 0 ? ['--allow-child-process'] : []),
	];
}

const known = new Map<string, boolean>();

/** Says whether this Node.js has the permission model: from 22.13 on. */
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

/** Says what of a list this machine does not hold a process to. */
export function listNotHeld({ files, programs }: NodeRestriction, { program }: N8nInstallation, folder: string): string[] {
	if (!hasPermissionModel(program))
		return [`files and programs: the Node.js of n8n, ${program}, has no permission model, which Node.js 22.13 has`];
	const unfit = files.map(({ path }) => resolve(folder, path)).filter((path) => !isGrantable(path));
	return [
		...(programs.length > 0 ? ['which programs are started: only whether any is'] : []),
		...unfit.map((path) => `the file ${path}: its name is a pattern for Node.js, so it is refused`),
	];
}

/** Node reads them as patterns, and takes lists apart at commas. */
export const isGrantable = (path: string): boolean => !/[*,\n\0]/.test(path);

/** The outermost folder of modules: packages find what they depend on beside them. */
const findModules = (folder: string): string => /^(.*?[/\\]node_modules)[/\\]/.exec(folder)?.[1] ?? folder;

/** Node forgets a folder if one inside it is allowed too. */
function list(paths: string[]): string[] {
	const folders = [...new Set(paths.map((path) => path.replace(/(?!^)\/$/, '')))];
	return folders
		.filter((path) => !folders.some((other) => path !== other && path.startsWith(join(other, '/'))))
		.map((path) => (isFolder(path) ? join(path, '/') : path));
}

const isFolder = (path: string): boolean => existsSync(join(path, '.'));
