import type { Language } from '../../core/base/text/languages';
import type { Terminal } from '../../cli/terminal/terminal';
import { listLines } from './list-lines';
import { toHtml } from './to-html';
import { toSarif } from './to-sarif';
import type { VerifyReport } from './verify-report';

interface Form {
	language: Language;
	json?: boolean;
	sarif?: boolean;
	html?: boolean;
	output?: string;
}

/** Writes a report in the form that was asked for. A file has no colours. */
export function toText(report: VerifyReport, { language, json, sarif, html, output }: Form, { style }: Pick<Terminal, 'style'>): string {
	if (json) return JSON.stringify(report, undefined, 2);
	if (sarif) return JSON.stringify(toSarif(report, language), undefined, 2);
	if (html) return toHtml(report, language);
	return listLines(report, language, output === undefined ? style : (_format, text) => text).join('\n');
}
