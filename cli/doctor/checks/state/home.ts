import { constants, type Dirent, type Stats } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { troupeHome } from '../../../../core/base/home';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { fail, ok, skipped, warn, type Check, type Finding } from '../../check';
import { findExisting } from '../find-existing';
import { ifThere } from '../if-there';
import { findOpenMode } from '../open-mode';

/** Folders whose content is not secret, and can be many files. */
const open = ['agents', 'policies', 'trust', 'registry-cache', 'node_modules', 'package.json', 'package-lock.json'];
const maxNamed = 5;

export const homeCheck: Check = {
	id: 'home',
	looksAt: "the owner and the permissions of Troupe's home and of its files",
	async look({ home, environment }) {
		const status = await ifThere(stat(home));
		if (status === undefined) return [...judgePath(environment), await judgePlace(home)];
		if (!status.isDirectory()) return [fail(`${home} is not a folder.`, 'Set TROUPE_HOME to a folder.')];
		const findings = [
			...judgePath(environment),
			...judgeOwner(home, status.uid),
			...(await judgeAccess(home)),
			...judgeMode(home, status),
			...(await judgeFiles(home)),
		];
		return findings.length > 0 ? findings : [ok(`${home} and its files belong to this user alone.`)];
	},
};

function judgePath(environment: Environment): Finding[] {
	const home = troupeHome(environment);
	if (isAbsolute(home)) return [];
	return [
		warn(
			`Troupe's home is the relative path ${home}: a command in another folder has another home, with another key.`,
			`Set the whole path: TROUPE_HOME=${resolve(home)}`,
		),
	];
}

/** Checks whether a home that does not exist yet can be created. */
async function judgePlace(home: string): Promise<Finding> {
	const parent = findExisting(home);
	return (await canUse(parent, constants.W_OK | constants.X_OK))
		? skipped(`${home} does not exist yet. The first command that stores something creates it.`)
		: fail(`${home} does not exist, and this user cannot create it in ${parent}.`, 'Set TROUPE_HOME to a folder of this user.');
}

const canUse = (path: string, mode: number): Promise<boolean> =>
	access(path, mode).then(
		() => true,
		() => false,
	);

function judgeOwner(home: string, owner: number): Finding[] {
	const user = process.getuid?.();
	if (user === undefined || owner === user) return [];
	return [
		warn(
			`${home} belongs to the user ${owner}, but this command runs as ${user}. Files that another user creates there cannot be read by its owner.`,
			'Run commands as the user that owns the folder, or change its owner: chown -R.',
		),
	];
}

async function judgeAccess(home: string): Promise<Finding[]> {
	if (await canUse(home, constants.R_OK | constants.W_OK | constants.X_OK)) return [];
	return [fail(`${home} cannot be read and written by this user.`, 'Correct its owner, its permissions or the mount.')];
}

function judgeMode(path: string, status: Stats): Finding[] {
	const mode = findOpenMode(status);
	return mode === undefined
		? []
		: [warn(`${path} is open to other users of this machine (mode ${mode}).`, `chmod 700 ${JSON.stringify(path)}`)];
}

async function judgeFiles(home: string): Promise<Finding[]> {
	const entries = await readdir(home, { withFileTypes: true }).catch(() => [] as Dirent[]); // judgeAccess reports it
	const files = entries.filter((entry) => !open.includes(entry.name));
	const modes = await Promise.all(files.map(async ({ name }) => ({ name, status: await ifThere(stat(join(home, name))) })));
	const exposed = modes.filter(({ status }) => status !== undefined && findOpenMode(status) !== undefined).map(({ name }) => name);
	if (exposed.length === 0) return [];
	const names =
		exposed.length > maxNamed ? `${exposed.slice(0, maxNamed).join(', ')} and ${exposed.length - maxNamed} more` : exposed.join(', ');
	return [warn(`Files in ${home} are open to other users of this machine: ${names}.`, `chmod -R go-rwx ${JSON.stringify(home)}`)];
}
