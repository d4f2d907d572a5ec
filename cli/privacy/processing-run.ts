import { defaultTenant } from '../../core/base/tenant';
import type { Language } from '../../core/base/text/languages';
import { recordProcessing } from '../../service/operations/privacy/privacy';
import { openHost, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { unknownTenant } from '../terminal/unknown-tenant';

export interface ProcessingOptions {
	language?: Language;
	json?: boolean;
	output?: string;
}

export async function runProcessingReport({ language, json, output }: ProcessingOptions, terminal: Terminal): Promise<ExitCode> {
	const { page, ...record } = await callOperation(recordProcessing, { language }, terminal, async () => ({
		...(await openHost(terminal)),
		...readStateHost(terminal),
	}));
	const text = json ? JSON.stringify(record, null, 2) : page;
	if (output === undefined) terminal.print(text);
	else {
		replaceFile(output, `${text}\n`, 0o600);
		terminal.note(printable(`Wrote ${output}.`));
	}
	if (isUnknown(record)) terminal.note(unknownTenant(record.tenant));
	return 0;
}

/** A tenant without any setting is often a typing error. Models are those of the installation. */
const isUnknown = ({ tenant, hasRules, recipients }: { tenant: string; hasRules: boolean; recipients: ReadonlyArray<{ kind: string }> }) =>
	tenant !== defaultTenant && !hasRules && recipients.every(({ kind }) => kind === 'model');
