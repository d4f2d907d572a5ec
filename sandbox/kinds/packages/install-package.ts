import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';

const maxMs = 300_000;
const maxOutputBytes = 1024 * 1024;

/** `n8n-nodes-weather@1.2.3`: a version, because a range changes its package. */
const exact = /^((?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*)@\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/i;

export const isPublishedVersion = (text: string): boolean => text.length <= 300 && exact.test(text);

/**
 * Installs a version from the operator's npm registry into an empty folder, without package scripts. @returns the package folder @throws TroupeError
 * DEPENDENCY_MISSING without npm, INPUT_INVALID for what npm does not install
 */
export async function installPackage(spec: string, into: string, environment: Environment, signal?: AbortSignal): Promise<string> {
	const [, name = ''] = exact.exec(spec) ?? [];
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--no-progress', '--loglevel=error'];
	const omitted = ['--omit=dev', '--omit=peer', '--omit=optional'];
	try {
		await promisify(execFile)('npm', ['install', '--prefix', into, ...flags, ...omitted, '--', spec], {
			...{ cwd: into, env: { ...environment }, timeout: maxMs, maxBuffer: maxOutputBytes, signal },
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
