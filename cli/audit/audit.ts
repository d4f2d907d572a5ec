import { Command } from 'commander';
import type { Session } from '../terminal/session';
import { checkProofCommand } from './check-proof';
import { logCommands } from './log';
import { resetWitnessCommand } from './reset-witness';

/** Declares `troupe audit …`. */
export function auditCommand(session: Session): Command {
	const command = new Command('audit').description('The tamper-evident log of what people and the system did, and the proofs of it.');
	for (const each of logCommands(session)) command.addCommand(each);
	return command.addCommand(checkProofCommand(session)).addCommand(resetWitnessCommand(session));
}
