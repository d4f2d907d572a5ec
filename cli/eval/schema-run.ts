import schema from '../../core/evaluation/cases/evaluation-set.schema.json';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Prints the schema of sets. */
export async function runEvalSchema(terminal: Terminal): Promise<ExitCode> {
	terminal.print(JSON.stringify(schema, null, '\t'));
	return 0;
}
