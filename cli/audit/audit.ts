import { Command } from 'commander';
import type { Session } from '../terminal/session';
import { checkProofCommand } from './check-proof';

/** Declares `troupe audit …`. */
export function auditCommand(session: Session): Command {
	return new Command('audit')
		.description('The tamper-evident log of what people and the system did, and the proofs of it.')
		.addCommand(checkProofCommand(session));
}
