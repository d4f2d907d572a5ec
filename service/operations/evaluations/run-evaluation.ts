import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { isForUsers, toCallerFault } from '../../../core/base/caller-fault';
import { TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { anyObject, closed, optional } from '../../../core/base/shape';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { judge as modelName } from '../../../core/evaluation/cases/assertion-shapes';
import { packedRecordings } from '../../../core/evaluation/cases/evaluation-set';
import { setKinds } from '../../../core/evaluation/cases/set-kinds';
import type { CaseResult } from '../../../core/evaluation/evaluation-result';
import { unpackRecordings } from '../../../core/evaluation/traffic/pack-recordings';
import { judgeAgentsOfSet } from '../../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../../manifests/gate/while-admitted';
import { open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import { chooseCases } from '../../../providers/compose/evaluation/choose-cases';
import { evaluateSet } from '../../../providers/compose/evaluation/evaluate-set';
import { findKind, findSet, type FoundSet, readInlineSet } from '../../../providers/compose/evaluation/find-set';
import type { SetRun } from '../../../providers/compose/evaluation/run-set';
import type { Host } from '../../../providers/compose/hosts/host';
import { warnOnce } from '../../../providers/compose/warn-once';
import { withinTime } from '../../../providers/compose/within-time';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { values } from '../prompts/prompt-fields';
import { checkAgents } from './check-agents';

export type EvaluationPlace = OperationHost & Host & { offeredAgents?: ReadonlySet<string> };

const maxMs = 30 * 60_000;
const maxDocumentBytes = 4 * 1024 * 1024;
/** A document, and packed recordings. */
const maxBodyBytes = 9 * 1024 * 1024;
const sendAgain = 'Send them as `troupe eval run --service` does: the SHA-256 of their JSON, and it as gzip in base64.';

const wanted = closed(
	optional({
		set: { ...text(300), description: 'The name of a set of the service, such as `support` or `support@^1.2`' },
		kind: Type.Enum([...setKinds], { description: 'A set that comes with Troupe' }),
		document: anyObject({ description: 'A set in place of one of the service. It names agents by their ids' }),
		recordings: { ...packedRecordings, description: 'In place of those of the set: the SHA-256 of their JSON, and it as gzip in base64' },
		cases: { ...list(text(200), 2_000, 1), description: 'Names; default: all cases' },
		agent: { ...text(200), description: 'Another agent for all cases' },
		model: { ...modelName, description: 'Another model in place of the route: `provider:model`' },
		prompt: closed({ name: text(200), text: text(200_000), ...optional({ values }) }, { description: 'Another system prompt' }),
		store: Type.Boolean({ description: 'Adds the result to the history of the agents, and records their runs' }),
		basis: Type.Boolean({ description: 'Also answers what a signature of the result names' }),
	}),
);
type Wanted = Static<typeof wanted>;

const stored = Type.Object({
	left: Type.Integer({ description: 'Cases that the set answered in place of a model: they do not count' }),
	notRun: Type.Integer({ description: 'Cases that could not run, such as without a recording: they do not count' }),
	worse: Type.Array(open(), { description: 'Results of which fewer cases pass than of the ones before' }),
});

export const runEvaluation = operation({
	act: () => ({ action: 'evaluation.executed' }),
	summary: 'Run the cases of a set from their recordings: no model is asked, and no tool is called',
	tag: 'evaluations',
	method: 'POST',
	path: 'evaluations/run',
	scope: 'evaluation:run',
	input: { body: wanted },
	maxBodyBytes,
	maxAtOnce: 2,
	inBackground: 'once',
	about: ({ set, kind }) => set ?? kind,
	output: Type.Object({
		result: Type.Object({ set: string, variant: open(), cases: Type.Array(open()), ...optional({ tenantPolicies: texts }) }),
		warnings: texts,
		...optional({ stored, basis: open() }),
	}),
	refusals: { 413: 'The document has more than 4 MB, or the request more than 9 MB', 504: 'The cases did not end within 30 minutes' },
	/** @throws TroupeError INPUT_INVALID, AGENT_*, MANIFEST_*, EVALUATION_TIMEOUT */
	async perform(input: Wanted, { host, signal, report }: OperationContext<EvaluationPlace>) {
		const evaluated = await withinTime(
			maxMs,
			signal,
			(until) =>
				whileAdmitted(host.gate, until, ({ gate, signal: stop }) =>
					evaluate(input, { ...host, gate, name: 'rest' }, { signal: stop, report: (progress) => report?.({ ...progress, unit: 'case' }) }),
				),
			tooLate,
		);
		const { result, ...rest } = evaluated;
		return { ...rest, result: { ...result, cases: result.cases.map(forCaller) } };
	},
});

async function evaluate(input: Wanted, host: EvaluationPlace, { signal, report }: { signal: AbortSignal } & Pick<SetRun, 'report'>) {
	const { cases, agent, model, prompt, store, basis } = input;
	const found = await readSet(input, host);
	const set = { ...found.set, cases: chooseCases(found.set, cases, `The set ${found.set.name}`) };
	checkAgents({ ...found, set }, agent, host);
	const recordings = input.recordings ? await unpackRecordings(input.recordings, set.name, sendAgain) : found.recordings;
	const variant = { ...(agent !== undefined && { agent }), ...(model !== undefined && { model }), ...(prompt && { prompt: prompt.name }) };
	const run = {
		found: { ...found, set },
		recordings,
		variant,
		model,
		prompt: prompt?.text,
		values: prompt?.values,
		report,
		...(agent !== undefined && { agent: { kind: 'id' as const, id: agent } }),
	};
	const gate = judgeAgentsOfSet(host.gate, found, agent, host);
	return { ...(await evaluateSet(run, { ...host, gate }, { store, basis }, signal)), warnings: found.warnings };
}

async function readSet({ set, kind, document }: Wanted, host: EvaluationPlace): Promise<FoundSet> {
	if ([set, kind, document].filter((one) => one !== undefined).length !== 1)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The request names no set, or several.',
			fix: 'Send one of "set", "kind" and "document".',
		});
	if (set !== undefined) return findSet(set, host);
	if (kind !== undefined) return findKind(kind);
	// Reads integers as from a file, where they lose digits.
	const json = stringifyJson(document);
	if (Buffer.byteLength(json) > maxDocumentBytes) throw tooLarge();
	return readInlineSet(JSON.parse(json), 'The document', host);
}

/** Machine facts of a fault are for the operator. The sender needs the whole difference from a recording. */
function forCaller({ error, ...one }: CaseResult): CaseResult {
	if (!error) return one;
	if (error.code === 'REPLAY_DIVERGED') return { ...one, error };
	const fault = new TroupeError({ ...error, code: error.code as TroupeErrorCode });
	const { code, message, fix, isWhole } = toCallerFault(fault, isForUsers);
	if (!isWhole) warnOnce('EVALUATION_FAILED', 'A case of an evaluation could not run:', fault);
	return { ...one, error: { code, message, ...(fix !== undefined && { fix }) } };
}

const tooLarge = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The document has more than ${maxDocumentBytes / 1024 / 1024} MB.`,
		fix: 'Split the set into several.',
	});

const tooLate = (cause: TroupeError) =>
	new TroupeError({
		code: 'EVALUATION_TIMEOUT',
		message: `The cases did not end within ${maxMs / 60_000} minutes.`,
		fix: 'Send fewer cases, or run the set on the machine of the service.',
		cause,
	});
