import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { ManifestAnswer } from '../../../manifests/registry/registry-api';
import { describeReport } from '../../../manifests/evidence/verified-reports';
import { manifestFacts } from '../find/facts';
import { readReaches } from '../find/called-agents';
import { fetchManifest } from '../find/fetch';
import { openRegistry, type RegistryOptions } from '../shared/open-registry';
import { findManifest } from '../find/reference';
import { parseToken } from '../../../manifests/token/read-token';
import { describeApproved } from './read-evaluations';
import { countApprovals, chooseFormat, describeState } from '../shared/text';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ShowOptions extends RegistryOptions {
	kind?: ManifestKind;
}

export async function runShow(target: string, options: ShowOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { answer, manifest } = await fetchManifest(registry, (await findManifest(registry, target, options.kind)).sha256);
	if (options.json) terminal.print(JSON.stringify(answer));
	else
		[...headLines(answer, terminal), ...manifestFacts(manifest, terminal, await readReaches(registry, manifest))].forEach(terminal.print);
	return 0;
}

function headLines(answer: ManifestAnswer, { style }: Terminal): string[] {
	const {
		kind,
		name,
		version,
		problems = [],
		reports = [],
		testInSandbox,
		successor,
		reason,
		author,
		signature_key_id,
		rejectedBy,
		rejectedAt,
		approvals,
		approvalTokens,
		threshold,
		checksum,
		publishedAt,
	} = answer;
	const why = [successor && `go to ${successor}`, reason].filter(Boolean).join('; ');
	return [
		`${style('bold', printable(`${kind} ${name} ${version}`))}  ${style(chooseFormat(answer), describeState(answer))}${why ? printable(` (${why})`) : ''}`,
		printable(`signed by ${author}, key ${signature_key_id}, published ${publishedAt}, ${checksum}`),
		...(rejectedBy === undefined ? [] : [printable(`rejected by ${rejectedBy}, ${rejectedAt}`)]),
		...problems.map((problem) => style('red', printable(`gates refuse it: ${problem}`))),
		...reports.map((report) => printable(describeReport(report))),
		...(testInSandbox === undefined
			? []
			: [printable(`no sandbox report${reports.length > 0 ? ' that the policy accepts' : ''}: ${testInSandbox}`)]),
		`approvals: ${countApprovals(approvals)} of ${threshold}`,
		...approvals.map(({ approver, keyId, at, notCounted }) =>
			printable(`    ${approver}, key ${keyId}, ${at}${notCounted === undefined ? '' : `: not counted, ${notCounted}`}`),
		),
		...approvalTokens.flatMap(listEvaluations),
	];
}

/** The results that an approver signed, as the approval says them. */
function listEvaluations(token: string): string[] {
	const { claimed } = parseToken('An approval', 'troupe-approval+jwt', Buffer.from(token, 'latin1'));
	return (claimed.evaluations ?? []).map((one) => printable(`    ${claimed.approver} relied on the evaluation ${describeApproved(one)}`));
}
