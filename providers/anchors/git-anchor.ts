import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { ownEnvironment } from '../../core/base/settings/settings-file';

const run = promisify(execFile);
const timeoutMs = 60_000;
const maxOutputBytes = 256 * 1024 * 1024;

/** What git and its hooks get: no key of Troupe, and no variable of another repository. */
const handedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'XDG_CONFIG_HOME', 'SSH_AUTH_SOCK', 'GNUPGHOME'];

/** Writes a file and commits it alone, with the client and the settings of the operator: what else is staged stays staged. */
export async function commitAnchor(folder: string, file: string, note: string): Promise<void> {
	await checkRepository(folder);
	await writeFile(join(folder, file), note, { mode: 0o600 }).catch((cause: unknown) => {
		throw unusable(folder, `takes no file (${getErrorMessage(cause)})`, cause);
	});
	const [, size = ''] = note.split('\n');
	await git(folder, ['add', '--', file]);
	await git(folder, ['commit', '--quiet', '--only', '--message', `Anchor the audit log at ${size} entries`, '--', file]);
}

/** Returns all that commits of the current branch have in a file, the oldest first. */
export async function readCommitted(folder: string, file: string): Promise<string[]> {
	await checkRepository(folder);
	if (!(await hasCommits(folder))) return [];
	const commits = await git(folder, ['log', '--format=%H', '--diff-filter=AM', '--', file]);
	const notes: string[] = [];
	for (const commit of commits.split('\n').filter(Boolean).reverse()) notes.push(await git(folder, ['show', `${commit}:${file}`]));
	return notes;
}

/** Returns what the newest commit of the current branch has in a file; undefined without it. */
export async function readNewestCommitted(folder: string, file: string): Promise<string | undefined> {
	await checkRepository(folder);
	if (!(await hasCommits(folder)) || !(await git(folder, ['ls-tree', '--name-only', 'HEAD', '--', file]))) return undefined;
	return git(folder, ['show', `HEAD:${file}`]);
}

const hasCommits = (folder: string): Promise<boolean> =>
	git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']).then(
		() => true,
		() => false,
	);

/** Refuses a folder within another repository, into which nobody meant to commit. */
async function checkRepository(folder: string): Promise<void> {
	const top = (await git(folder, ['rev-parse', '--show-toplevel'])).trim();
	if (top !== realpathSync(folder)) throw unusable(folder, `is a part of the repository ${top}`);
}

async function git(folder: string, args: string[]): Promise<string> {
	const own = ownEnvironment();
	const env = { ...Object.fromEntries(handedOn.map((name) => [name, own[name]])), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
	try {
		return (await run('git', ['-C', folder, ...args], { env, timeout: timeoutMs, maxBuffer: maxOutputBytes })).stdout;
	} catch (cause) {
		const { stderr = '', code } = cause as { stderr?: string; code?: unknown };
		const reason = code === 'ENOENT' ? 'git is not installed' : stderr.trim().split('\n').at(-1) || getErrorMessage(cause);
		throw unusable(folder, `cannot be used: ${reason.slice(0, 300)}`, cause);
	}
}

const unusable = (folder: string, problem: string, cause?: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The anchor git:${folder} ${problem}.`,
		fix: 'Name the top folder of a repository of its own (`git init`), in which the user of Troupe can commit (user.name, user.email).',
		...(cause !== undefined && { cause }),
	});
