import { readFileSync, statSync } from 'node:fs';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { type Evidence, readEvidence } from '../../../manifests/evidence/read-evidence';
import { reportKind, type SandboxReportFacts } from '../../../manifests/evidence/sandbox-report';
import { wrongUse } from './open-registry';
import { describeReadFault } from '../../terminal/system-errors';
import { decodeText } from '../../../core/base/text/decode-text';

/** Output and report of a run, printed with white space, are longer than the signed report in them. */
const maxBytes = 16 * 1024 * 1024;

/**
 * Reads a signed report: a file with the token alone, or what `troupe sandbox run … --keys FOLDER --json` printed.
 * @throws TroupeError INPUT_INVALID, TOKEN_INVALID
 */
export function readReport(path: string, root: RootDocument): Evidence<SandboxReportFacts> {
	const text = readText(path).trim();
	const token = text.startsWith('{') ? readSigned(path, text) : text;
	return readEvidence(path, reportKind, Buffer.from(token, 'latin1'), root);
}

function readText(path: string): string {
	try {
		if (statSync(path).size <= maxBytes) return decodeText(readFileSync(path), path);
	} catch (cause) {
		throw Object.assign(wrongUse(`The report cannot be read: ${describeReadFault(cause)}`, 'Name the file of a report.'), { cause });
	}
	throw wrongUse(`${path} has more than ${maxBytes} bytes`, 'Name the file of a report.');
}

function readSigned(path: string, text: string): string {
	let signed: unknown;
	try {
		({ signedReport: signed } = JSON.parse(text) as { signedReport?: unknown });
	} catch (cause) {
		throw Object.assign(wrongUse(`${path} is not JSON`, 'Print the report with --json.'), { cause });
	}
	if (typeof signed === 'string') return signed;
	throw wrongUse(
		`${path} has no signedReport: the report was not signed`,
		'Run it in the sandbox again with --keys FOLDER and --key approver.',
	);
}
