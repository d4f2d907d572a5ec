import type { Language } from '../../core/base/text/languages';
import { reportConversations } from '../../service/operations/conversations/report';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface ReportOptions {
	day?: string;
	channel?: string;
	language?: Language;
	json?: boolean;
}

/** @throws TroupeError INPUT_INVALID for a day that no calendar has */
export async function runConversationReport({ json, ...asked }: ReportOptions, terminal: Terminal): Promise<ExitCode> {
	const report = await callOperation(reportConversations, asked, terminal);
	terminal.print(json ? JSON.stringify(report) : printable(report.text));
	return 0;
}
