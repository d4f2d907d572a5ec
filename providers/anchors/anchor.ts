import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { hasSameText } from '../../core/audit/signed-note';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { ownEnvironment } from '../../core/base/settings/settings-file';
import { type Anchored, appendToFile, readAnchorFile, readAnchorTail } from './file-anchor';

const run = promisify(execFile);
const timeoutMs = 60_000;
const maxOutputBytes = 256 * 1024 * 1024;

/** What git and its hooks get: no key of Troupe, and no variable of another repository. */
const handedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'XDG_CONFIG_HOME', 'SSH_AUTH_SOCK', 'GNUPGHOME'];

/** Writes a checkpoint and commits it alone, with the client and the settings of the operator: what else is staged stays staged. */
async function commitAnchor(folder: string, log: string, { checkpoint, timestamp }: Anchored): Promise<void> {
	await checkRepository(folder);
	const written = [await write(folder, checkpointOf(log), checkpoint)];
	if (timestamp) written.push(await write(folder, timestampOf(log), timestamp));
	else if (await isCommitted(folder, timestampOf(log))) written.push(await remove(folder, timestampOf(log)));
	const [, size = ''] = checkpoint.split('\n');
	await git(folder, ['add', '--all', '--', ...written]);
	await git(folder, ['commit', '--quiet', '--only', '--message', `Anchor the audit log at ${size} entries`, '--', ...written]);
}

/** The timestamp is as openssl reads it: `openssl ts -verify -in NAME.tsr -data NAME.checkpoint`. */
const checkpointOf = (log: string) => `${log}.checkpoint`;
const timestampOf = (log: string) => `${log}.tsr`;

async function write(folder: string, file: string, content: string | Buffer): Promise<string> {
	await writeFile(join(folder, file), content, { mode: 0o600 }).catch((cause: unknown) => {
		throw unusable(folder, `takes no file (${getErrorMessage(cause)})`, cause);
	});
	return file;
}

/** The timestamp of an earlier checkpoint says nothing of this one. */
async function remove(folder: string, file: string): Promise<string> {
	await rm(join(folder, file), { force: true });
	return file;
}

/** Returns all that commits of the current branch have of a log, the oldest first. */
async function readCommitted(folder: string, log: string): Promise<Anchored[]> {
	await checkRepository(folder);
	if (!(await hasCommits(folder))) return [];
	const listed = await git(folder, ['log', '--format=%H', '--', checkpointOf(log), timestampOf(log)]);
	const commits = listed.split('\n').filter(Boolean).reverse();
	const anchored: Anchored[] = [];
	for (let at = 0; at < commits.length; at += atOnce) anchored.push(...(await readAt(folder, commits.slice(at, at + atOnce), log)));
	return anchored;
}

/** Commits that are read at once, of some kilobytes each. */
const atOnce = 1_000;

async function readNewestCommitted(folder: string, log: string): Promise<Anchored | undefined> {
	await checkRepository(folder);
	return (await hasCommits(folder)) ? (await readAt(folder, ['HEAD'], log))[0] : undefined;
}

/** Reads what commits have of a log, with one git for all of them. */
async function readAt(folder: string, commits: readonly string[], log: string): Promise<Anchored[]> {
	const names = commits.flatMap((commit) => [`${commit}:${checkpointOf(log)}`, `${commit}:${timestampOf(log)}`]);
	const files = await readFiles(folder, names);
	return commits.flatMap((_commit, index) => {
		const checkpoint = files[2 * index];
		const timestamp = files[2 * index + 1];
		return checkpoint ? [{ checkpoint: checkpoint.toString('utf8'), ...(timestamp && { timestamp }) }] : [];
	});
}

/** Reads files of commits, named `COMMIT:FILE`; undefined for one that a commit does not have. */
async function readFiles(folder: string, names: readonly string[]): Promise<Array<Buffer | undefined>> {
	const answer = Buffer.from(await git(folder, ['cat-file', '--batch'], { encoding: 'latin1', input: `${names.join('\n')}\n` }), 'latin1');
	let at = 0;
	return names.map(() => {
		const end = answer.indexOf('\n', at);
		const size = / blob (\d+)$/.exec(answer.toString('latin1', at, end))?.[1];
		at = end + 1;
		if (size === undefined) return undefined;
		const file = answer.subarray(at, at + Number(size));
		at += Number(size) + 1;
		return file;
	});
}

const isCommitted = async (folder: string, file: string): Promise<boolean> =>
	(await hasCommits(folder)) && (await git(folder, ['ls-tree', '--name-only', 'HEAD', '--', file])) !== '';

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

async function git(
	folder: string,
	args: string[],
	{ encoding = 'utf8', input }: { encoding?: BufferEncoding; input?: string } = {},
): Promise<string> {
	const own = ownEnvironment();
	const env = { ...Object.fromEntries(handedOn.map((name) => [name, own[name]])), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
	try {
		const running = run('git', ['-C', folder, ...args], { env, encoding, timeout: timeoutMs, maxBuffer: maxOutputBytes });
		// A git that ends before it has read all says why itself.
		running.child.stdin?.on('error', () => undefined).end(input);
		return (await running).stdout;
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

/** A place where checkpoints are kept apart from the log: `file:/srv/anchors.jsonl` or `git:/srv/anchors`. */
export interface Anchor {
	kind: 'file' | 'git';
	/** Absolute. */
	path: string;
}

/** @throws TroupeError INPUT_INVALID */
export function parseAnchor(text: string, what: string): Anchor {
	const [, kind, path = ''] = /^(file|git):(.*)$/.exec(text) ?? [];
	if (kind !== undefined && isAbsolute(path)) return { kind: kind as Anchor['kind'], path };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} has ${JSON.stringify(text.slice(0, 200))}, expected file: or git: and an absolute path.`,
		fix: 'Write it as file:/srv/audit/anchors.jsonl, or git:/srv/audit for a repository.',
	});
}

export const formatAnchor = ({ kind, path }: Anchor): string => `${kind}:${path}`;

/** What became of a checkpoint in an anchor. `stamped`: it was added with a timestamp. `there`: the anchor had it. */
export type Added = 'added' | 'stamped' | 'there';

/**
 * Adds a signed checkpoint, unless it is the newest of its log there.
 * @param stamp asked for a timestamp of it where the anchor has none; undefined where it could not be had
 * @throws TroupeError INPUT_INVALID, STORAGE_…
 */
export async function addToAnchor(
	anchor: Anchor,
	checkpoint: string,
	at: number,
	stamp?: () => Promise<Buffer | undefined>,
): Promise<Added> {
	const newest = await readNewest(anchor, checkpoint);
	const isThere = newest !== undefined && hasSameText(newest.checkpoint, checkpoint);
	if (isThere && (newest.timestamp || !stamp)) return 'there';
	const timestamp = await stamp?.();
	if (isThere && !timestamp) return 'there';
	const anchored: Anchored = { checkpoint, ...(timestamp && { timestamp }) };
	await (anchor.kind === 'file'
		? appendToFile(anchor.path, anchored, at)
		: commitAnchor(anchor.path, nameLog(readOrigin(checkpoint)), anchored));
	return timestamp ? 'stamped' : 'added';
}

/** Returns the newest checkpoint of the log of a note, without reading all that an anchor has had. */
async function readNewest({ kind, path }: Anchor, note: string): Promise<Anchored | undefined> {
	if (kind === 'git') return readNewestCommitted(path, nameLog(readOrigin(note)));
	return (await readAnchorTail(path)).findLast(({ checkpoint }) => readOrigin(checkpoint) === readOrigin(note));
}

/** Returns the checkpoints of a log that an anchor has, the oldest first. @throws TroupeError INPUT_INVALID */
export async function readAnchored({ kind, path }: Anchor, origin: string): Promise<Anchored[]> {
	const anchored = kind === 'file' ? await readAnchorFile(path) : await readCommitted(path, nameLog(origin));
	return anchored.filter(({ checkpoint }) => readOrigin(checkpoint) === origin);
}

const readOrigin = (note: string): string => note.slice(0, note.indexOf('\n'));

/** Files for each log: an origin can have any characters. */
const nameLog = (origin: string): string => `audit-${createHash('sha256').update(origin).digest('hex')}`;
