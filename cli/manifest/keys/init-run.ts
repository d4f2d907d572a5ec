import { join, relative, resolve } from 'node:path';
import { foundRegistry, type FoundedRegistry } from '../../../manifests/registry/found-registry';
import { writeAtomically } from '../../../manifests/write-file';
import { newPassphrase } from '../../terminal/passphrase';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';

export interface InitOptions {
	author: string[];
	approver: string[];
	approvals: number;
	rootKeys: number;
	rootThreshold: number;
	tenant?: string;
	url: string;
	json?: boolean;
}

/** Makes the folders of a new registry, and says what goes where and what comes next. */
export async function runInit(folder: string, options: InitOptions, terminal: Terminal): Promise<ExitCode> {
	const passphrase = await newPassphrase(terminal);
	terminal.showProgress?.('making keys');
	const founded = await foundRegistry({
		into: resolve(folder),
		authors: options.author,
		approvers: options.approver,
		approvals: options.approvals,
		rootHolders: options.rootKeys,
		rootThreshold: options.rootThreshold,
		tenant: options.tenant,
		url: options.url,
		passphrase,
		nowMs: Date.now(),
	});
	terminal.showProgress?.('');
	const lines = [...placeLines(founded, options), '', ...nextLines(folder, founded)];
	writeAtomically(join(founded.folder, 'README.txt'), `${lines.join('\n')}\n`);
	if (options.json) terminal.print(JSON.stringify(founded));
	else lines.forEach(terminal.print);
	if (!passphrase)
		terminal.note(
			'The private keys are not encrypted: only their file permissions protect them. Set TROUPE_KEY_PASSPHRASE to encrypt them.',
		);
	return 0;
}

function placeLines({ root, server, admin, machines, people }: FoundedRegistry, { rootKeys, rootThreshold }: InitOptions): string[] {
	const places: Array<[folder: string, where: string]> = [
		...root.map((folder): [string, string] => [
			folder,
			`offline, with one person; ${rootThreshold} of ${rootKeys} sign changes of the root`,
		]),
		[server, 'where `troupe serve` runs: the key of snapshots, and by which access tokens are known'],
		[admin, 'with who lets people and machines in: the key of access tokens'],
		...people.map(({ subject, folder, role }): [string, string] => [
			folder,
			`with ${subject}, who is ${role === 'author' ? 'an author' : 'an approver'}`,
		]),
		[machines, 'on each n8n and worker: trust/ into the Troupe home, `token` into TROUPE_REGISTRY_TOKEN'],
	];
	const width = Math.max(...places.map(([folder]) => folder.length));
	return ['What goes where:', ...places.map(([folder, where]) => `  ${folder.padEnd(width)}  ${where}`)];
}

function nextLines(folder: string, { server, machines, people }: FoundedRegistry): string[] {
	const at = (part: string) => join(relative('', resolve(folder)) || '.', part);
	const author = people.find(({ role }) => role === 'author');
	const approver = people.find(({ role }) => role === 'approver');
	return [
		'Next:',
		`  TROUPE_HOME=${at(server)} troupe serve --no-engine`,
		`  troupe manifest publish agent.json --as ${at(author?.folder ?? '')}`,
		`  troupe manifest approve NAME@VERSION --as ${at(approver?.folder ?? '')}`,
		`  troupe manifest list --as ${at(machines)}`,
	];
}
