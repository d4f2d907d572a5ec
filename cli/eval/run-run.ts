import { TroupeError } from '../../core/base/errors';
import { type EvaluationResult, writeResult } from '../../core/evaluation/evaluation-result';
import { isAnsweredBySet } from '../../core/evaluation/summarize-result';
import type { EvaluationStatement } from '../../manifests/evidence/evaluation-statement';
import { signEvaluation } from '../../manifests/evidence/evaluation-statement';
import type { Signer } from '../../manifests/token/signer';
import type { EvaluatedAgent, EvaluatedSet, EvaluationBasis } from '../../providers/compose/evaluation/evaluate-set';
import { signedFileOf } from '../../providers/compose/evaluation/recordings-file';
import type { StoredResult } from '../../providers/compose/evaluation/store-result';
import type { Host } from '../../providers/compose/hosts/host';
import { openHost, whileAllowed } from '../host';
import { countNouns } from '../terminal/format-text';
import type { KeyOptions } from '../terminal/open-signer';
import { openSigner } from '../terminal/open-signer';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { describeSet, readSet, type SetOptions, toSetRun } from './read-set';
import { readNamedRecordings, writePrivately } from './recordings-file';
import { showResults } from './show-results';
import { type ReportFiles, writeReports } from './write-reports';

interface SignOptions extends KeyOptions {
	signed?: string;
}

/** @throws TroupeError INPUT_INVALID */
async function openResultSigner({ keys, key, signed }: SignOptions, terminal: Terminal): Promise<Signer | undefined> {
	if (keys !== undefined) return openSigner({ keys, key }, terminal);
	if (signed === undefined && key === undefined) return undefined;
	throw wrongUse('A signed result needs a key.', 'Name the folder of your key with --keys.');
}

/** Writes the signed result, which `troupe manifest approve --evaluation` takes. @throws TroupeError INPUT_INVALID */
async function writeSigned(
	result: EvaluationResult,
	basis: EvaluationBasis,
	signer: Signer,
	file: string,
	terminal: Terminal,
): Promise<void> {
	const statement = describe(result, basis);
	const { id, version } = statement.agent;
	replaceFile(file, await signEvaluation(statement, signer), 0o644);
	terminal.note(`signed the result of ${id} ${version} with ${signer.keyId} in ${file}`);
}

function describe({ variant, cases }: EvaluationResult, { set, recordings, agents, versions }: EvaluationBasis): EvaluationStatement {
	if (Object.keys(variant).some((name) => name !== 'agent'))
		throw wrongUse('A result with another model or prompt is not one of the agent.', 'Sign without --model and --prompt.');
	refuseReplacedModels(recordings, agents);
	const answered = cases.filter(isAnsweredBySet).length;
	if (answered > 0)
		throw wrongUse(
			`The set answered ${answered} of ${countNouns(cases.length, 'case')} in place of the agent's model, which was not asked.`,
			'Record them with `troupe eval record`, or select other cases with --case.',
		);
	const [{ id, version, sha256, prompt }, ...others] = agents as [EvaluatedAgent, ...EvaluatedAgent[]];
	if (others.length > 0)
		throw wrongUse(
			`The set runs ${agents.length} agents: ${agents.map((each) => each.id).join(', ')}.`,
			'Sign the result of a set for one agent, or select cases of one with --case.',
		);
	return {
		version: 1,
		set,
		recordings: { sha256: recordings.sha256 },
		agent: { id, version, sha256 },
		...(prompt && { prompt }),
		cases: cases.map(({ case: name, passed, score }) => ({ case: name, passed, score })),
		evaluatedAt: new Date().toISOString(),
		versions,
	};
}

function refuseReplacedModels({ providers }: EvaluationBasis['recordings'], agents: EvaluatedAgent[]): void {
	const route = agents.flatMap(({ models }) => models);
	for (const [provider, { model }] of Object.entries(providers)) {
		const named = route.filter((one) => one.provider === provider).map((one) => one.model);
		if (!model || (named.length > 0 && named.every((one) => one === model))) continue;
		throw wrongUse(
			`The recordings are of ${provider}:${model}, which a setting put in the place of the models of the definition${named.length > 0 ? ` (${[...new Set(named)].join(', ')})` : ''}.`,
			`Record again (\`troupe eval record\`) without a variable that replaces the model of ${provider}, such as TROUPE_${provider.toUpperCase()}_MODEL.`,
		);
	}
}

const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

export interface EvalRunOptions extends SetOptions, ReportFiles, SignOptions {
	output?: string;
	json?: boolean;
	/** Adds the result to the history of the agent. */
	store?: boolean;
}

/** Runs cases from their recordings, without a network, and reports. The same set gives the same bytes. */
export async function runEvalRun(
	name: string | undefined,
	options: EvalRunOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	if (terminal.service !== undefined) {
		const { evaluateAtService } = await import('./evaluate-at-service');
		return report(name, options, terminal, (uses) => evaluateAtService(name, { ...options, ...uses }, terminal));
	}
	return whileAllowed(await open(terminal), 'eval run', terminal, (host, admitted) =>
		report(name, options, admitted, (uses) => evaluateHere(name, { ...options, ...uses }, host, admitted)),
	);
}

type Uses = { store: boolean; basis: boolean };

async function evaluateHere(
	name: string | undefined,
	options: EvalRunOptions & Uses,
	host: Host,
	terminal: Terminal,
): Promise<EvaluatedSet> {
	const found = await readSet(name, options, host, terminal);
	const recordings = options.recordings === undefined ? found.recordings : await readNamedRecordings(options.recordings);
	const { evaluateSet } = await import('../../providers/compose/evaluation/evaluate-set');
	return evaluateSet(await toSetRun(found, recordings, options), host, options, terminal.stop);
}

async function report(
	name: string | undefined,
	options: EvalRunOptions,
	terminal: Terminal,
	evaluate: (uses: Uses) => Promise<EvaluatedSet>,
): Promise<ExitCode> {
	const signer = await openResultSigner(options, terminal);
	const { result, basis, stored } = await evaluate({ store: options.store === true, basis: signer !== undefined });
	const named = describeSet(name, options);
	await writeFiles(named, result, options);
	if (stored) tellStored(stored, terminal);
	if (signer) await writeSigned(result, basis!, signer, options.signed ?? signedFileOf(named), terminal);
	return showResults(result, options, terminal);
}

async function writeFiles(named: string, result: EvaluationResult, options: EvalRunOptions): Promise<void> {
	if (options.output !== undefined) writePrivately(options.output, writeResult(result));
	await writeReports([{ file: named, result }], options);
}

function tellStored({ left, notRun, worse }: StoredResult, terminal: Terminal): void {
	if (left > 0)
		terminal.note(`Left out of the agent's history: ${countNouns(left, 'case')} that the set answered in place of the agent's model.`);
	if (notRun > 0)
		terminal.note(`Left out of the agent's history: ${countNouns(notRun, 'case')} that could not run; the error of each is with it.`);
	for (const { agent, version, passed, cases, worseThan } of worse)
		terminal.note(
			`Worse than before: ${agent} ${version} passed ${passed} of ${cases} cases; ${worseThan!.version} passed ${worseThan!.passed} of ${worseThan!.cases}.`,
		);
}
