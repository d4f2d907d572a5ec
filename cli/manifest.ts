import { Command } from 'commander';
import { checkTokenCommand } from './manifest-check-token';
import { keysCommand } from './manifest-keys';
import { approveCommand, developCommand, revokeCommand, showCommand, signCommand, verifyCommand } from './manifest-package';
import { tokenCommand } from './manifest-token';
import type { Session } from './session';

/** `troupe manifest …`, in the order in which the help lists them; each command is defined in a file of its own. */
const commands: Array<(session: Session) => Command> = [
	// keys and tokens
	keysCommand,
	checkTokenCommand,

	// a package where it lies
	signCommand,
	approveCommand,
	revokeCommand,
	verifyCommand,
	showCommand,
	developCommand,

	// access to a registry
	tokenCommand,
];

export function manifestCommand(session: Session): Command {
	const manifest = new Command('manifest').description('Decides by signatures what may run.');
	for (const command of commands) manifest.addCommand(command(session));
	return manifest;
}
