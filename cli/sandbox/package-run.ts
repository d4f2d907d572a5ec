import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { TroupeError } from '../../core/base/errors';
import { listTree } from '../../sandbox/scratch/list-tree';
import { packageSource } from '../../sandbox/packages/package-source';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { runCode } from './script-run';
import type { CodeOptions } from './sandbox';

const maxFiles = { bytes: 1024 * 1024 * 1024, files: 100_000 };

/** Loads every node and credential type of a package as untrusted code, and prints what they say about themselves. */
export async function runPackageCommand(name: string, options: CodeOptions, terminal: Terminal): Promise<ExitCode> {
	const n8n = findN8n(terminal.environment);
	const folder = realpathSync(findFolder(name, terminal));
	const { name: ownName, version } = readPackage(folder);
	const input = JSON.stringify({ folder, n8n: n8n.folder });
	const code = {
		job: { name: 'package.cjs', source: packageSource, input },
		readable: [...new Set([folder, ...findModules(folder), n8n.folder, ...findModules(n8n.folder)])],
		reported: {
			subject: { kind: 'package' as const, name: `${ownName}@${version}`, sha256: await hashPackage(folder) },
			input: '',
			steps: [],
		},
	};
	return runCode(options, code, terminal);

	function findFolder(text: string, { environment }: Terminal): string {
		if (existsSync(join(text, 'package.json'))) return resolve(text);
		const found = findNodePackage(n8n, text, environment);
		if (found) return found.folder;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `There is no package ${text.slice(0, 200)}: it is neither a folder with a package.json, nor installed in n8n.`,
			fix: 'Install the package in n8n, or unpack its tarball and pass the folder.',
		});
	}
}

function readPackage(folder: string): { name: string; version: string } {
	const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
	return { name: String(name), version: String(version) };
}

/** SHA-256 of the list of all files: `[{"path", "sha256", "size"}]`, in order, as compact JSON. */
async function hashPackage(folder: string): Promise<string> {
	const files = await listTree(folder, { ...maxFiles, hash: true });
	const list = files.map(({ path, sha256, bytes }) => ({ path, sha256, size: bytes }));
	return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}

/** The folder with the packages that this one may require. */
function findModules(folder: string): string[] {
	const parents = [dirname(folder), dirname(dirname(folder))];
	return parents.filter((parent) => basename(parent) === 'node_modules').slice(0, 1);
}
