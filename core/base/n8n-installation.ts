import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { satisfies } from 'semver';
import { TroupeError } from './errors';
import { findUserHome, runsInsideN8n } from './home';
import type { Environment } from './settings/setting-names';
import { readSetting } from './settings/settings';
import { stripBom } from './text/strip-bom';

/** An n8n on this machine. Never part of Troupe: its licence lets the operator use it, not Troupe distribute it. */
export interface N8nInstallation {
	folder: string;
	version: string;
	program: string;
}

export interface NodePackage {
	name: string;
	version: string;
	folder: string;
	/** n8n itself, or its folder of community packages. */
	from: 'n8n' | 'community';
}

/**
 * Finds n8n: `TROUPE_N8N`, else the n8n that runs this process, else the one beside Troupe or in the PATH. Never in the working folder, where anybody
 * can put one. @throws TroupeError DEPENDENCY_MISSING if there is none, or no Node.js that can run it; INPUT_INVALID if the setting names another
 * folder
 */
export function findN8n(env?: Environment, startedFile = process.argv[1]): N8nInstallation {
	const folder = findN8nFolder(env, startedFile);
	const { version = '', engines } = readPackage(folder)!;
	return { folder, version, program: findProgram(folder, engines?.node ?? '*', env) };
}

/** Searches beside n8n, inside it, and in the community packages. Undefined if it is not installed. */
export function findNodePackage(n8n: Pick<N8nInstallation, 'folder'>, name: string, env?: Environment): NodePackage | undefined {
	if (!isPackageName(name)) return undefined;
	const community = join(readSetting('N8N_USER_FOLDER', env) ?? findUserHome() ?? '/', '.n8n', 'nodes', 'node_modules');
	const ofN8n = modulesOf(join(n8n.folder, 'package.json'), name).map((modules) => ({ modules, from: 'n8n' as const }));
	for (const { modules, from } of [...ofN8n, { modules: community, from: 'community' as const }]) {
		const folder = join(modules, name);
		const found = readPackage(folder);
		if (found?.name === name) return { name, version: found.version ?? '', folder: realpathSync(folder), from };
	}
	return undefined;
}

/** Only npm names: a process names its job's package, and must not reach another folder. */
const isPackageName = (name: string) => /^(@[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name);

function findN8nFolder(env: Environment | undefined, startedFile: string | undefined): string {
	const named = readSetting('TROUPE_N8N', env);
	if (named !== undefined) return folderOfN8n(named) ?? folderOfN8n(join(named, 'node_modules', 'n8n')) ?? refuseFolder(named);
	const started = runsInsideN8n(startedFile) ? [upwards(startedFile!)] : [];
	const beside = modulesOf(__filename, 'n8n').map((one) => join(one, 'n8n'));
	const inPath = (readSetting('PATH', env) ?? '').split(delimiter).filter(isAbsolute);
	const programs = inPath.map((folder) => join(folder, 'n8n')).filter(existsSync);
	for (const candidate of [...started, ...beside, ...programs.map(upwards)]) {
		const folder = candidate === undefined ? undefined : folderOfN8n(candidate);
		if (folder !== undefined) return folder;
	}
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: 'n8n is not installed where Troupe looks: beside it and in the PATH.',
		fix: 'Install n8n, and set TROUPE_N8N to the folder that it is installed in.',
	});
}

/** `n8n/bin/n8n` belongs to the folder `n8n`; follows links. */
function upwards(program: string): string | undefined {
	try {
		return dirname(dirname(realpathSync(program)));
	} catch {
		return undefined;
	}
}

function folderOfN8n(folder: string): string | undefined {
	return readPackage(folder)?.name === 'n8n' ? realpathSync(folder) : undefined;
}

const modulesOf = (file: string, name: string): string[] => createRequire(file).resolve.paths(name) ?? [];

interface PackageFields {
	name?: string;
	version?: string;
	engines?: { node?: string };
}

function readPackage(folder: string): PackageFields | undefined {
	try {
		return JSON.parse(stripBom(readFileSync(join(folder, 'package.json'), 'utf8'))) as PackageFields;
	} catch {
		return undefined;
	}
}

function refuseFolder(folder: string): never {
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `n8n is not where the setting says. TROUPE_N8N names ${folder}, which does not contain n8n.`,
		fix: 'Set it to the folder in which n8n was installed, or to the folder of the package n8n.',
	});
}

/** Troupe runs on older Node.js versions than n8n. */
function findProgram(folder: string, range: string, env: Environment | undefined): string {
	const named = readSetting('TROUPE_N8N_PROGRAM', env);
	if (named !== undefined) return named;
	if (satisfies(process.versions.node, range)) return process.execPath;
	const beside = modulesOf(join(folder, 'package.json'), 'node').map((modules) => join(modules, 'node', 'bin', 'node'));
	const program = beside.find(existsSync);
	if (program !== undefined) return program;
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: `n8n needs Node.js ${range}, but Troupe runs on ${process.versions.node}`,
		fix: 'Run Troupe with that version, or set TROUPE_N8N_PROGRAM to the Node.js program that runs n8n.',
	});
}
