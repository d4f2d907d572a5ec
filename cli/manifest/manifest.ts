import { Command } from 'commander';
import { bundleCommand } from './package/bundle';
import { checkTokenCommand } from './keys/check-token';
import { drillCommand } from './find/drill';
import { diffCommand, listCommand, resolveCommand } from './find/find';
import { initCommand } from './keys/init';
import { keysCommand } from './keys/keys';
import {
	approveCommand,
	deprecateCommand,
	publishCommand,
	rejectCommand,
	revokeCommand,
	rollBackCommand,
	showCommand,
	withdrawCommand,
} from './lifecycle/lifecycle-commands';
import { developCommand, signCommand, verifyCommand } from './package/package';
import { scanCommand } from './package/scan';
import { labelCommand } from './lifecycle/label-command';
import { policyCommand, rolloutCommand } from './lifecycle/policy-commands';
import { peopleCommand } from './people/people';
import { tokenCommand } from './keys/token';
import { trustCommand } from './keys/trust';
import { auditCommand, eventsCommand } from './find/watch';
import type { Session } from '../terminal/session';

/** `troupe manifest …`, in the order in which the help lists them; each command is defined in a file of its own. */
const commands: Array<(session: Session) => Command> = [
	initCommand,

	keysCommand,
	checkTokenCommand,

	publishCommand,
	approveCommand,
	rejectCommand,
	withdrawCommand,
	deprecateCommand,
	revokeCommand,
	rollBackCommand,

	listCommand,
	showCommand,
	diffCommand,
	resolveCommand,
	drillCommand,

	labelCommand,
	policyCommand,
	rolloutCommand,
	auditCommand,
	eventsCommand,
	bundleCommand,

	scanCommand,
	trustCommand,
	signCommand,
	verifyCommand,
	developCommand,

	tokenCommand,
	peopleCommand,
];

export function manifestCommand(session: Session): Command {
	const manifest = new Command('manifest').description('Decides by signatures what may run.');
	for (const command of commands) manifest.addCommand(command(session));
	return manifest;
}
