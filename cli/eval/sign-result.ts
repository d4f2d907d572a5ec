import { TroupeError } from '../../core/base/errors';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { isAnsweredBySet } from '../../core/evaluation/summarize-result';
import { type EvaluationStatement, signEvaluation } from '../../manifests/evidence/evaluation-statement';
import type { Signer } from '../../manifests/token/signer';
import type { EvaluatedAgent, EvaluationBasis } from '../../providers/compose/evaluation/evaluate-set';
import { countNouns } from '../terminal/format-text';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import { replaceFile } from '../terminal/replace-file';
import type { Terminal } from '../terminal/terminal';

export interface SignOptions extends KeyOptions {
	/** The path of the signed result. */
	signed?: string;
}

/** Opens the key before the cases run. @throws TroupeError INPUT_INVALID */
export async function openResultSigner({ keys, key, signed }: SignOptions, terminal: Terminal): Promise<Signer | undefined> {
	if (keys !== undefined) return openSigner({ keys, key }, terminal);
	if (signed === undefined && key === undefined) return undefined;
	throw wrongUse('A signed result needs a key.', 'Name the folder of your key with --keys.');
}

/** Writes the signed result, which `troupe manifest approve --evaluation` takes. @throws TroupeError INPUT_INVALID */
export async function writeSigned(
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
		...{ set, recordings: { sha256: recordings.sha256 }, agent: { id, version, sha256 }, ...(prompt && { prompt }) },
		cases: cases.map(({ case: name, passed, score }) => ({ case: name, passed, score })),
		evaluatedAt: new Date().toISOString(),
		versions,
	};
}

/** Settings of the machine replaced models while it recorded: those of the agent, or those that judge. */
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
