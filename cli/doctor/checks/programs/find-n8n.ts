import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { findUserHome } from '../../../../core/base/home';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { stripBom } from '../../../../core/base/text/strip-bom';

/** Returns the folder that holds `.n8n`; undefined when n8n was never started by this user. */
export function findN8nFolder(environment: Environment): string | undefined {
	const folder = readSetting('N8N_USER_FOLDER', environment) ?? (environment.HOME || findUserHome());
	return folder !== undefined && existsSync(join(folder, '.n8n')) ? folder : undefined;
}

/** Returns the version of the `n8n` program in PATH or NODE_PATH; undefined without one. */
export function findN8nVersion(environment: Environment): string | undefined {
	const programs = (environment.PATH ?? '')
		.split(delimiter)
		.filter(isAbsolute)
		.map((folder) => join(folder, 'n8n'));
	const modules = (readSetting('NODE_PATH', environment) ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map((folder) => join(folder, 'n8n', 'bin', 'n8n'));
	const program = [...programs, ...modules].find((path) => existsSync(path));
	return program === undefined ? undefined : readVersion(dirname(realpathSync(program)));
}

/** Reads the version from the nearest package.json of n8n upwards. */
function readVersion(from: string): string | undefined {
	for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
		const path = join(folder, 'package.json');
		if (!existsSync(path)) continue;
		const { name, version } = JSON.parse(stripBom(readFileSync(path, 'utf8'))) as { name?: unknown; version?: unknown };
		if (name === 'n8n' && typeof version === 'string') return version;
	}
	return undefined;
}
