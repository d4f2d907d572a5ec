import { evaluationSchema } from '../../core/evaluation/cases/evaluation-set';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export async function runEvalSchema(terminal: Terminal): Promise<ExitCode> {
	terminal.print(JSON.stringify(evaluationSchema, null, '\t'));
	return 0;
}
