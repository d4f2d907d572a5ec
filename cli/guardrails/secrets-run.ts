import { answerJsonLines } from '../terminal/json-lines';
import type { ExitCode } from '../terminal/report-error';
import { type OffsetUnit, toSpans } from './offsets';
import type { Terminal } from '../terminal/terminal';

/** Texts with secrets also exit with 0. */
export async function runSecretsScan({ files, offsets }: { files: string[]; offsets: OffsetUnit }, terminal: Terminal): Promise<ExitCode> {
	const { scanSecrets } = await import('../../core/guardrails/secrets/scan-secrets');
	return answerJsonLines({ files, answer: async (text) => ({ spans: toSpans(text, await scanSecrets(text), offsets) }) }, terminal);
}
