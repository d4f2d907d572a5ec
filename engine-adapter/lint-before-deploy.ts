import { isTroupeError, TroupeError } from '../core/base/errors';
import type { LintOptions } from '../bpmn/lint/lint-processes';
import { toLintTarget } from '../bpmn/lint/lint-target';
import type { Surroundings } from '../bpmn/rules/deployment';
import { decorate } from './decorate';
import { type Deployment, isDecisionFile, isFormFile, isProcessFile, type Resource } from './engine/deployments';
import type { ProcessEngine } from './engine/process-engine';
import type { Finding } from '../bpmn/lint/finding';

interface LintBeforeDeploy {
	/** At each deployment. Default: nothing is known. */
	surroundings?: () => Promise<Surroundings>;
	/** Default: in this thread. */
	lint?: LintDeployment;
	/** Findings that do not refuse, in order of files and lines; not called without any. */
	tell: (findings: Finding[]) => void;
}

/**
 * These refuse a deployment: such a model can run only wrongly, and no engine sees it. The engine decides about all else; the linter knows less than
 * the cluster.
 */
const refusing = new Set(['troupe/no-cyclic-call', 'troupe/known-job-type', 'troupe/ad-hoc-job-decides', 'troupe/n8n-node-is-a-task']);
const explaining = new Set([
	'ad-hoc-sub-process',
	'conditional-event',
	'conditional-flows',
	'event-based-gateway',
	'event-sub-process-typed-start-event',
	'link-event',
	'no-complex-gateway',
	'no-implicit-split',
	'single-blank-start-event',
	'single-event-definition',
	'start-event-required',
	'sub-process-blank-start-event',
]);
const maxReported = 10;

/** Lints each deployment for the engine's version, and adds findings to the engine's refusals. */
export function withLintBeforeDeploy<Engine extends ProcessEngine>(engine: Engine, { surroundings, lint, tell }: LintBeforeDeploy): Engine {
	const deploy = async (resources: Resource[], tenantId?: string): Promise<Deployment> => {
		const target = toLintTarget(engine.capabilities.zeebeVersion);
		const findings = await lintAndRefuse(resources, { target, ...(await surroundings?.()) }, lint);
		const deployment = await engine.deploy(resources, tenantId).catch((error: unknown) => {
			throw explained(error, findings);
		});
		if (findings.length > 0) tell(findings);
		return deployment;
	};
	return decorate(engine, { deploy } as Partial<Engine>);
}

/** No finding alone refuses the deployment. @throws TroupeError PROCESS_INVALID naming file, element and fix */
export async function lintAndRefuse(resources: Resource[], options: LintOptions, lint = lintDeployment): Promise<Finding[]> {
	const findings = await lint(resources, options);
	const refused = findings.filter(({ rule, isSeen }) => refusing.has(rule) && !isSeen);
	if (refused.length > 0) throw refusal(refused);
	return findings;
}

export type LintDeployment = (resources: Resource[], options: LintOptions) => Promise<Finding[]>;

/** The linter is loaded on first use. */
export async function lintDeployment(resources: Resource[], options: LintOptions): Promise<Finding[]> {
	const { lintProcesses } = await import('../bpmn/lint/lint-processes');
	const decisions = resources.filter(isDecisionFile);
	const forms = resources.filter(isFormFile);
	const ofDecisions = decisions.length > 0 ? await (await import('../bpmn/dmn/lint/lint-decisions')).lintDecisions(decisions) : nothing;
	const ofForms = forms.length > 0 ? await (await import('../bpmn/forms/lint-forms')).lintForms(forms) : nothing;
	const { decisionIds, formIds, formFields } = { ...ofDecisions, ...ofForms };
	const findings = await lintProcesses(resources.filter(isProcessFile), { ...options, decisionIds, formIds, formFields });
	return [...findings, ...ofDecisions.findings, ...ofForms.findings];
}

/** Without files of a kind, the deployed ones are unknown. */
const nothing: { findings: Finding[]; decisionIds?: string[]; formIds?: string[]; formFields?: string[] } = { findings: [] };

function refusal(findings: Finding[]): TroupeError {
	const [first] = findings;
	const several = findings.length > 1;
	const lines = findings.slice(0, maxReported).map((finding) => `${describeFinding(finding)}${several ? `. ${finding.fix}` : ''}`);
	if (findings.length > maxReported) lines.push(`and ${findings.length - maxReported} more`);
	return new TroupeError({
		code: 'PROCESS_INVALID',
		message: lines.join('\n'),
		fix: several ? 'Correct each of these elements, then deploy again. Nothing was deployed.' : first!.fix,
		details: { file: first!.file, element: first!.elementId, problems: findings.slice(0, 100) },
	});
}

/** `file:line element "id": what (rule)`. */
export function describeFinding({ file, line, elementId, message, rule }: Finding): string {
	return `${file}${line === undefined ? '' : `:${line}`}${elementId === undefined ? '' : ` element "${elementId}"`}: ${message} (${rule})`;
}

/** A problem without a fix takes that of a linter error at the same place. */
function explained(error: unknown, findings: Finding[]): unknown {
	if (!isTroupeError(error) || error.code !== 'PROCESS_INVALID') return error;
	const problems = (error.details?.problems ?? []) as Array<{ resource?: string; elementId?: string; fix?: string }>;
	const places = problems.filter(({ fix }) => fix === undefined);
	const isAbout = (place: { elementId?: string }, elementId: string | undefined): boolean =>
		place.elementId === undefined || elementId === undefined || place.elementId === elementId;
	const helpful = findings.filter(
		({ file, elementId, severity, rule }) =>
			(severity === 'error' || explaining.has(rule)) && places.some((place) => place.resource === file && isAbout(place, elementId)),
	);
	if (helpful.length === 0) return error;
	const lines = helpful.slice(0, maxReported).map((finding) => `${describeFinding(finding)}. ${finding.fix}`);
	return new TroupeError({
		code: 'PROCESS_INVALID',
		message: `${error.message}\nThe linter reports:\n${lines.join('\n')}`,
		fix: helpful.length === 1 ? helpful[0]!.fix : error.fix,
		details: { ...error.details, findings: helpful },
		cause: error,
	});
}
