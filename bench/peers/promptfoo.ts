import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '0.123.1';
/** The native part that it needs, without the optional ones. */
const libsql = `@libsql/linux-${process.arch}-gnu@0.5.29`;

/** Returns the program of promptfoo, in the user's cache, where it is installed when missing. */
export function openPromptfoo(): { name: string; program: string } {
	const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe', `promptfoo-${version}`);
	if (!existsSync(folder)) install(folder);
	return { name: `promptfoo ${version}`, program: join(folder, 'node_modules/promptfoo/dist/src/entrypoint.js') };
}

function install(folder: string): void {
	console.error(`installing promptfoo ${version} (two minutes)`);
	const making = `${folder}.${process.pid}`;
	mkdirSync(making, { recursive: true });
	try {
		writeFileSync(join(making, 'package.json'), '{"private":true}');
		const flags = ['--no-audit', '--no-fund', '--omit=optional', '--ignore-scripts'];
		const { status } = spawnSync('npm', ['install', ...flags, `promptfoo@${version}`, libsql], { cwd: making, stdio: 'ignore' });
		if (status !== 0) throw new Error('npm could not install promptfoo. It needs access to the registry of npm.');
		renameSync(making, folder);
	} finally {
		rmSync(making, { recursive: true, force: true });
	}
}
