import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface AskerOptions {
	as: string[];
	conversation?: string;
	hours: number;
}

export async function runAsker({ as, conversation, hours }: AskerOptions, terminal: Terminal): Promise<ExitCode> {
	terminal.print(await signAsker(openPrivateState(terminal), as, { conversation, hours }));
	return 0;
}
