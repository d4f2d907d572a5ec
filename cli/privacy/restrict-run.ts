import type { Language } from '../../core/base/text/languages';
import { restrictPerson } from '../../service/operations/privacy/restrict-person';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface RestrictOptions {
	reason: string;
	lift?: boolean;
	language?: Language;
	json?: boolean;
}

export async function runPrivacyRestrict(
	person: string,
	{ reason, lift, language, json }: RestrictOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const done = await callOperation(restrictPerson, { person, reason, lift, language }, terminal);
	terminal.print(json ? JSON.stringify(done) : `${done.contact}: ${done.state}, ${done.protocol}`);
	return 0;
}
