import { Command } from 'commander';
import { bundleCommand } from './manifest/bundle';
import { checkTokenCommand } from './manifest/check-token';
import { diffCommand, listCommand, resolveCommand } from './manifest/find';
import { initCommand } from './manifest/init';
import { keysCommand } from './manifest/keys';
import { approveCommand, deprecateCommand, publishCommand, revokeCommand, rollBackCommand, showCommand } from './manifest/life';
import { developCommand, signCommand, verifyCommand } from './manifest/package';
import { scanCommand } from './manifest/scan';
import { flagCommand, policyCommand, rolloutCommand } from './manifest/steer';
import { tokenCommand } from './manifest/token';
import { trustCommand } from './manifest/trust';
import { auditCommand, eventsCommand } from './manifest/watch';
import type { Session } from './session';

/** `troupe manifest …`, in the order in which the help lists them; each command is defined in a file of its own. */
const commands: Array<(session: Session) => Command> = [
	initCommand,

	// keys and tokens
	keysCommand,
	checkTokenCommand,

	// the life of a manifest
	publishCommand,
	approveCommand,
	deprecateCommand,
	revokeCommand,
	rollBackCommand,

	// finding
	listCommand,
	showCommand,
	diffCommand,
	resolveCommand,

	// steering
	flagCommand,
	policyCommand,
	rolloutCommand,
	auditCommand,
	eventsCommand,
	bundleCommand,

	// what lies here
	scanCommand,
	trustCommand,
	signCommand,
	verifyCommand,
	developCommand,

	// access to a registry
	tokenCommand,
];

export function manifestCommand(session: Session): Command {
	const manifest = new Command('manifest').description('Decides by signatures what may run.');
	for (const command of commands) manifest.addCommand(command(session));
	return manifest;
}
