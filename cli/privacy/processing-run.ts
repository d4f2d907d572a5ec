import type { Language } from '../../core/base/text/languages';
import { recordProcessing } from '../../service/operations/privacy';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface ProcessingOptions {
	language?: Language;
	json?: boolean;
	output?: string;
}

/** Writes the record of processing of a tenant. */
export async function runProcessingReport({ language, json, output }: ProcessingOptions, terminal: Terminal): Promise<ExitCode> {
	const { page, ...record } = await callOperation(recordProcessing, { language }, terminal, async () => ({
		...(await openHost(terminal)),
		...readStateHost(terminal),
	}));
	const text = json ? JSON.stringify(record, null, 2) : page;
	if (output === undefined) terminal.print(text);
	else replaceFile(output, `${text}\n`, 0o600);
	return 0;
}
