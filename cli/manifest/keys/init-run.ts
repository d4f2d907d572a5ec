import { join, relative, resolve } from 'node:path';
import { version } from '../../../package.json';
import { TroupeError } from '../../../core/base/errors';
import { findPackageFolder } from '../../../core/base/package-folder';
import { describePublish } from '../../../manifests/scan/publish-command';
import { createRegistry, type CreatedRegistry } from '../../../manifests/registry/create-registry';
import { writeAtomically } from '../../../manifests/write-file';
import { newPassphrase } from '../../terminal/passphrase';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';

export interface InitOptions {
	author: string[];
	approver: string[];
	approvals: number;
	rootKeys: number;
	rootThreshold: number;
	machine?: string[];
	/** Time that machines continue without the registry. */
	graceHours?: number;
	tenant?: string;
	url: string;
	json?: boolean;
}

/** Makes the folders of a new registry, and says what goes where and what comes next. */
export async function runInit(folder: string, options: InitOptions, terminal: Terminal): Promise<ExitCode> {
	const passphrase = await newPassphrase(terminal);
	const graceHours = options.graceHours ?? (await askGrace(terminal));
	terminal.showProgress?.('making keys');
	const founded = await createRegistry({
		into: resolve(folder),
		authors: options.author,
		approvers: options.approver,
		approvals: options.approvals,
		rootHolders: options.rootKeys,
		rootThreshold: options.rootThreshold,
		machines: options.machine,
		graceSeconds: graceHours * 3_600,
		tenant: options.tenant,
		url: options.url,
		passphrase,
		nowMs: Date.now(),
	});
	terminal.showProgress?.('');
	const lines = [...placeLines(founded, options), '', ...nextLines(folder, founded), '', ...adviceLines(founded, graceHours)];
	writeAtomically(join(founded.folder, 'README.txt'), `${lines.join('\n')}\n`);
	if (options.json) terminal.print(JSON.stringify(founded));
	else lines.forEach(terminal.print);
	if (!passphrase)
		terminal.note(
			'The private keys are not encrypted: only their file permissions protect them. Set TROUPE_KEY_PASSPHRASE to encrypt them.',
		);
	return 0;
}

/** Without the registry, a snapshot is good for 15 minutes. That is the time to find this out. */
async function askGrace({ ask, note }: Terminal): Promise<number> {
	if (!ask) return 0;
	note('When the registry is unreachable, machines stop after 15 minutes, because an older snapshot could hide a revocation.');
	const answer = (await ask('For how many more hours may they continue? (0 to 720) [24] ')).trim();
	const hours = answer === '' ? 24 : Number(answer);
	if (Number.isInteger(hours) && hours >= 0 && hours <= 720) return hours;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The answer was ${JSON.stringify(answer.slice(0, 20))}, expected a whole number of hours from 0 to 720`,
		fix: 'Run the command again, or name the hours with --grace-hours.',
	});
}

function adviceLines({ machines, machineFolders }: CreatedRegistry, graceHours: number): string[] {
	const machine =
		machineFolders.length > 0
			? `Each machine has its own token. Another one: \`troupe manifest people add NAME --role machine --as admin\`.`
			: `One token in ${machines}/ is for all machines, so a stolen one can only be revoked for all. Name them with --machine, or add each with \`troupe manifest people add NAME --role machine\`.`;
	const grace =
		graceHours > 0
			? `When the registry is unreachable, machines continue for ${countNouns(graceHours, 'hour')} after their snapshot has expired.`
			: 'When the registry is unreachable, machines stop after 15 minutes. Choose more with --grace-hours, or later with `troupe manifest policy set --grace-seconds`.';
	return [grace, machine, 'Tokens are valid for 90 days. Machines warn before: see troupe_trust_expiry_timestamp_seconds in /metrics.'];
}

function placeLines(
	{ root, server, admin, machines, machineFolders, people }: CreatedRegistry,
	{ rootKeys, rootThreshold }: InitOptions,
): string[] {
	const places: Array<[folder: string, where: string]> = [
		...root.map((folder): [string, string] => [
			folder,
			`offline, with one person: a root key; ${rootThreshold} of ${rootKeys} must sign a change of the root`,
		]),
		[server, 'on the machine that runs `troupe serve`: the snapshot key and the public keys of access tokens'],
		[admin, 'with the person who gives others access: the key that signs access tokens'],
		...people.map(({ subject, folder, role }): [string, string] => [folder, `with ${subject}: the key of an ${role}`]),
		...(machineFolders.length > 0 ? machineFolders : [{ subject: 'each n8n and worker', folder: machines }]).map(
			({ subject, folder }): [string, string] => [
				folder,
				`on ${subject}: copy trust/ into Troupe's home, set TROUPE_REGISTRY_TOKEN_FILE to \`token\``,
			],
		),
	];
	const width = Math.max(...places.map(([folder]) => folder.length));
	return ['What goes where:', ...places.map(([folder, where]) => `  ${folder.padEnd(width)}  ${where}`)];
}

function nextLines(folder: string, { server, machines, machineFolders, people }: CreatedRegistry): string[] {
	const at = (part: string) => join(relative('', resolve(folder)) || '.', part);
	const author = people.find(({ role }) => role === 'author');
	const approver = people.find(({ role }) => role === 'approver');
	return [
		'Next:',
		`  TROUPE_HOME=${at(server)} troupe serve --no-engine`,
		// A machine with this root refuses Troupe itself until then.
		`  ${describePublish(findPackageFolder())} --as ${at(author?.folder ?? '')}`,
		`  troupe manifest approve package:n8n-nodes-troupe@${version} --as ${at(approver?.folder ?? '')}`,
		`  troupe manifest publish agent.json --as ${at(author?.folder ?? '')}`,
		`  troupe manifest approve NAME@VERSION --as ${at(approver?.folder ?? '')}`,
		`  troupe manifest list --as ${at(machineFolders[0]?.folder ?? machines)}`,
	];
}
