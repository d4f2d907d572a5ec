import { execFile } from 'node:child_process';
import { createReadStream, existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { Environment } from '../../core/base/settings/setting-names';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { TroupeError } from '../../core/base/errors';
import { packageSource } from '../packages/package-source';
import type { ScriptRun } from '../run/run-script';
import { createRunFolder } from '../workers/run-folder';
import { describePackage } from './packages/package-subject';
import { unpackPackage } from './packages/unpack-package';
import type { RunPlace } from './run-place';
import { stripBom } from '../../core/base/text/strip-bom';

const maxMs = 300_000;
const maxOutputBytes = 1024 * 1024;

/** `n8n-nodes-weather@1.2.3`: a version, because a range changes its package. */
const exact = /^((?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)@\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/i;

const isPublishedVersion = (text: string): boolean => text.length <= 300 && exact.test(text);

/**
 * Installs a version from the operator's npm registry into an empty folder, without package scripts. @returns the package folder @throws TroupeError
 * DEPENDENCY_MISSING without npm, INPUT_INVALID for what npm does not install
 */
async function installPackage(spec: string, into: string, environment: Environment, signal?: AbortSignal): Promise<string> {
	const [, name = ''] = exact.exec(spec) ?? [];
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--no-progress', '--loglevel=error'];
	const omitted = ['--omit=dev', '--omit=peer', '--omit=optional'];
	try {
		await promisify(execFile)('npm', ['install', '--prefix', into, ...flags, ...omitted, '--', spec], {
			cwd: into,
			env: { ...environment },
			timeout: maxMs,
			maxBuffer: maxOutputBytes,
			signal,
		});
	} catch (cause) {
		signal?.throwIfAborted();
		throw explain(spec, cause as NodeJS.ErrnoException & { stderr?: string });
	}
	return join(into, 'node_modules', ...name.split('/'));
}

function explain(spec: string, cause: NodeJS.ErrnoException & { stderr?: string }): TroupeError {
	if (cause.code === 'ENOENT')
		return new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `npm, which fetches ${spec}, is not installed here.`,
			fix: 'Install npm, or pass the folder or the tarball of the package.',
			cause,
		});
	const lines = (cause.stderr ?? '').split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim());
	const said = lines.find((line) => line !== '' && !/^code /.test(line)) ?? 'it did not say why';
	return new TroupeError({
		code: 'INPUT_INVALID',
		// An address can contain a password.
		message: `npm did not install ${spec}: ${said.replace(/\/\/[^/@\s]*@/g, '//').slice(0, 300)}.`,
		fix: 'Check name and version, and the registry that npm uses (npm config get registry).',
	});
}

const maxTarballBytes = 64 * 1024 * 1024;

type PackageCode = Pick<ScriptRun, 'job' | 'readable' | 'reported'> & RunPlace;

export interface PackagePlace {
	folder: string;
	remove(): void;
}

/** Accepts a folder, a tarball, `NAME@VERSION` of npm, or a name. @throws TroupeError INPUT_INVALID, … */
export async function openPackage(text: string, environment: Environment, signal?: AbortSignal): Promise<PackagePlace> {
	if (existsSync(join(text, 'package.json'))) return { folder: resolve(text), remove: () => undefined };
	if (/\.(?:tgz|tar\.gz)$/.test(text) && existsSync(text)) {
		requireSize(statSync(text).size, text);
		return unpack(createReadStream(text), text, signal);
	}
	const installed = findInstalled(text, environment);
	if (installed !== undefined) return { folder: installed, remove: () => undefined };
	if (isPublishedVersion(text)) return inFolder((folder) => installPackage(text, folder, environment, signal));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no package ${text.slice(0, 200)}: it is neither a folder with a package.json, nor a tarball, nor installed in n8n.`,
		fix: 'Pass a folder, a tarball (.tgz), or NAME@VERSION to fetch it with npm.',
	});
}

/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export const unpack = (tarball: Readable, source: string, signal?: AbortSignal): Promise<PackagePlace> =>
	inFolder(async (folder) => {
		await unpackPackage(tarball, join(folder, 'package'), source, signal);
		if (existsSync(join(folder, 'package', 'package.json'))) return join(folder, 'package');
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${source} contains no package.json.`,
			fix: 'Pass a tarball that npm pack wrote.',
		});
	});

/** Undefined if n8n lacks the package. */
export function findInstalled(name: string, environment?: Environment): string | undefined {
	return findNodePackage(findN8n(environment), name, environment)?.folder;
}

/** Loads every node and credential type of a package. @throws TroupeError INPUT_INVALID */
export async function preparePackage(place: string, environment?: Environment): Promise<PackageCode> {
	const n8n = findN8n(environment);
	const folder = realpathSync(place);
	const { name, version } = await readPackage(folder);
	return {
		folder,
		installed: { name, version, folder },
		job: { name: 'package.cjs', source: packageSource, input: JSON.stringify({ folder, n8n: n8n.folder }) },
		readable: [...new Set([folder, ...findModules(folder), n8n.folder, ...findModules(n8n.folder)])],
		reported: { subject: await describePackage(folder, `${name}@${version}`), input: '', steps: [] },
	};
}

async function inFolder(fill: (folder: string) => Promise<string>): Promise<PackagePlace> {
	const parent = createRunFolder();
	const remove = () => rmSync(parent, { recursive: true, force: true });
	try {
		return { folder: await fill(parent), remove };
	} catch (error) {
		remove();
		throw error;
	}
}

function requireSize(bytes: number, source: string): void {
	if (bytes <= maxTarballBytes) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${source} has ${bytes} bytes; the max is ${maxTarballBytes}.`,
		fix: 'Pass a smaller tarball.',
	});
}

async function readPackage(folder: string): Promise<{ name: string; version: string }> {
	try {
		const { name, version } = JSON.parse(stripBom(await readFile(join(folder, 'package.json'), 'utf8'))) as Record<string, unknown>;
		return { name: String(name).slice(0, 214), version: String(version).slice(0, 100) };
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The package.json of the package is not JSON.',
			fix: 'Pass a package that npm can install.',
			cause,
		});
	}
}

function findModules(folder: string): string[] {
	const parents = [dirname(folder), dirname(dirname(folder))];
	return parents.filter((parent) => basename(parent) === 'node_modules').slice(0, 1);
}
