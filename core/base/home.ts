import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { TroupeError } from './errors';
import type { Environment } from './settings/setting-names';
import { readValue } from './settings/setting-values';

/** Returns whether this process is `n8n`: main, webhook, worker or `n8n execute`. */
export function runsInsideN8n(startedFile: string | undefined = process.argv[1]): boolean {
	return startedFile !== undefined && basename(startedFile) === 'n8n';
}

/** `TROUPE_HOME`, else the folder beside n8n's state when n8n runs, else `~/.troupe`. */
export function troupeHome(env: Environment = process.env, insideN8n = runsInsideN8n(), readHome = homedir): string {
	const home = readValue('TROUPE_HOME', env);
	if (home) return home;
	const n8nFolder = readValue('N8N_USER_FOLDER', env);
	if (n8nFolder || insideN8n) return join(n8nFolder ?? userHome(readHome), '.n8n', 'troupe');
	return join(userHome(readHome), '.troupe');
}

/** An empty or relative HOME, such as `~`, would put state and trust into the working directory. */
function userHome(readHome: () => string): string {
	let home = '';
	let cause: unknown;
	try {
		home = readHome();
	} catch (error) {
		cause = error; // No HOME, and a user unknown to the system, as in containers.
	}
	if (isAbsolute(home)) return home;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'This user has no home folder, where Troupe stores its state and its root of trust.',
		fix: 'Set TROUPE_HOME to a separate folder, or set HOME.',
		cause,
	});
}

export function findUserHome(): string | undefined {
	try {
		return userHome(homedir);
	} catch {
		return undefined;
	}
}
