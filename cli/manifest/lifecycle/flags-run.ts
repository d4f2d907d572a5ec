import type { SnapshotDocument } from '../../../manifests/documents/snapshot-document';
import { parseToken } from '../../../manifests/token/read-token';
import { openRegistry, wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

export interface SetFlagOptions extends RegistryOptions {
	percent?: number;
	reason?: string;
	yes?: boolean;
}

export async function runSetFlag(
	name: string,
	state: string,
	options: SetFlagOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	if (state !== 'on' && state !== 'off')
		throw wrongUse(`A flag is on or off, not ${state}`, `Write \`troupe manifest flag set ${name} off\`.`);
	const { api, caller } = await open(options, terminal);
	if (state === 'off' && !(await confirmedByPerson(printable(`Turn ${name} off on all machines?`), options, terminal))) return 1;
	const flag = await api.setFlag(caller, { name, on: state === 'on', percent: options.percent, reason: options.reason });
	if (options.json) terminal.print(JSON.stringify(flag));
	terminal.note(
		printable(`${flag.name} is ${flag.on ? 'on' : 'off'}${flag.percent === undefined ? '' : ` for ${flag.percent} % of the instances`}.`),
	);
	return 0;
}

export async function runRemoveFlag(name: string, options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	await api.removeFlag(caller, name);
	terminal.note(printable(`${name} is no longer a flag.`));
	return 0;
}

export async function runListFlags(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { flags = [] } = await readSnapshot(await open(options, terminal));
	if (options.json) flags.forEach((flag) => terminal.print(JSON.stringify(flag)));
	else if (flags.length === 0) terminal.note('There are no flags.');
	else
		tableLines(
			[
				{ name: 'name', title: 'flag', value: (flag) => flag.name },
				{ name: 'on', title: 'state', value: (flag) => (flag.on ? 'on' : 'off') },
				{ name: 'percent', title: 'instances', numeric: true, value: (flag) => `${flag.percent ?? 100} %` },
			],
			flags,
			terminal,
			(flag) => (flag.on ? 'green' : 'red'),
		).forEach(terminal.print);
	return 0;
}

/** Reads the snapshot as the registry says it: to be looked at, not to be decided by. */
async function readSnapshot({ api, caller }: OpenRegistry): Promise<SnapshotDocument> {
	const answer = await api.snapshot(caller);
	if (answer === null) throw new TypeError('A snapshot was asked for without an etag, and there was none.');
	return parseToken('the snapshot', 'troupe-snapshot+jwt', Buffer.from(answer.token, 'latin1')).claimed;
}
