import type { Command } from 'commander';
import { TroupeError } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings/settings';
import type { Terminal } from '../terminal/terminal';

/** Commands that read or change state, and work on this machine only. A path covers what is below it. */
const here = ['agent run', 'agent show', 'agent resume', 'agent replay', 'run replay', 'process'];

/**
 * Refuses such a command where TROUPE_SERVICE names a service: it would read or change this machine's state in place of the service's.
 * @throws TroupeError INPUT_INVALID
 */
export function refuseAtService(command: Command, { environment }: Pick<Terminal, 'environment'>): void {
	const path = pathOf(command);
	if (!here.some((one) => `${path} `.startsWith(`${one} `))) return;
	const service = readSetting('TROUPE_SERVICE', environment);
	if (service === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_SERVICE names the service ${JSON.stringify(service.slice(0, 100))}, and \`troupe ${path}\` works on this machine only.`,
		fix: `Run it on the machine of the service, or for this machine: TROUPE_SERVICE= troupe ${path}`,
	});
}

/** As it is typed, without `troupe`. */
const pathOf = (command: Command): string => (command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name());
