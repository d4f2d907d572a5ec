import type { ModdleElement } from 'bpmn-moddle';
import type { LintConfiguration, LintReport, ResolvedRule, Resolver } from 'bpmnlint';
import { getErrorMessage } from '../../core/base/errors';
import { hasDiagram } from '../layout/layout-process';
import { describeCamunda7, isCamunda7 } from '../reading/camunda-7';
import type { ProcessFile } from '../reading/process-model';
import { readXml } from '../reading/read-xml';
import { findLine, readProcessFile } from '../reading/read-process';
import { describeXmlProblem } from '../reading/unreadable';
import { readDeployment, type Surroundings } from '../rules/deployment';
import type { Deployment } from '../rules/deployment';
import { applyRules } from './apply-rules';
import { findFix } from './fixes';
import type { LintLevel, LintSettings } from './lint-settings';
import { listRefusals } from '../validate/validate-process';
import { readLintTarget, toRecordedVersion, type LintTarget } from './lint-target';
import { findExtension, listElements, listFlowElements, readJobType } from '../rules/moddle';
import type { Finding } from './finding';
import { loadRuleSets } from './rule-sets';

/** Rules of bpmnlint whose findings are errors: elements that never run. An engine that refuses more says so itself (`deployment`). */
const unreachable = new Set(['no-disconnected', 'no-implicit-start']);
/** Camunda's rules that one of Troupe covers. */
const covered = ['camunda-compat/subscription', 'camunda-compat/feel'];

/** Returns the rules for a target, without those that are off. */
async function resolveRules(target: LintTarget, deployment: Deployment, settings?: LintSettings): Promise<ResolvedRule[]> {
	const [{ Linter }, camunda, { troupeRules }, ruleSets] = await Promise.all([
		import('bpmnlint'),
		import('bpmnlint-plugin-camunda-compat'),
		import('../rules'),
		loadRuleSets(),
	]);
	const configurations: Record<string, LintConfiguration | undefined> = {
		camunda: camunda.default.configs[`camunda-cloud-${target.replace('.', '-')}`],
		troupe: { rules: Object.fromEntries(Object.keys(troupeRules).map((id) => [id, ['error', deployment]])) },
	};
	const resolver: Resolver = {
		resolveRule: (packageName, ruleName) => (ruleSets[packageName] as Record<string, never> | undefined)?.[ruleName],
		resolveConfig: (_packageName, configName) => configurations[configName],
	};
	const config: LintConfiguration = {
		extends: ['plugin:camunda-compat/camunda', 'plugin:troupe/troupe'],
		rules: { ...(await listChosenRules(settings)), ...Object.fromEntries(covered.map((rule) => [rule, 'off'])) },
	};
	const rules = await new Linter({ config, resolver }).resolveRules({
		...config,
		rules: { ...config.rules, ...listOwnLevels(settings, target) },
	});
	return rules.filter(({ name }) => settings?.levels[name] !== 'off');
}

/** Returns the rules of the chosen sets of bpmnlint with their levels. Most are about style: the engine judges what can be deployed. */
async function listChosenRules(settings: LintSettings | undefined): Promise<Record<string, string>> {
	const [recommended, correctness, all] = await Promise.all([
		import('bpmnlint/config/recommended'),
		import('bpmnlint/config/correctness'),
		import('./bpmnlint-rules'),
	]);
	const sets = {
		recommended: Object.keys(recommended.default.rules ?? {}),
		correctness: Object.keys(correctness.default.rules ?? {}),
		all: Object.keys(all),
	};
	const names = (settings?.sets ?? ['recommended']).flatMap((set) => sets[set]);
	return Object.fromEntries(names.map((name) => [name, unreachable.has(name) ? 'error' : 'warn']));
}

/** Returns the levels and options that a person set. Troupe's rules take the deployment only; Camunda's cannot do without the version. */
function listOwnLevels(settings: LintSettings | undefined, target: LintTarget): NonNullable<LintConfiguration['rules']> {
	const entries = Object.entries(settings?.levels ?? {}).filter(([name, level]) => level !== 'off' && !name.startsWith('troupe/'));
	const readOptions = (name: string): object => {
		const options = settings?.options[name] ?? {};
		return name.startsWith('camunda-compat/') ? { version: target, ...options } : options;
	};
	return Object.fromEntries(entries.map(([name, level]) => [name, [level, readOptions(name)]]));
}

/** Replaces the errors of an engine of Camunda 8, one for each extension that an element lacks, by one finding about the platform. */
function summarizeCamunda7(file: string, findings: Finding[]): Finding[] {
	const isRefused = findings.some(isRefusal);
	return [
		{ file, severity: isRefused ? 'error' : 'warning', rule: 'platform', ...describeCamunda7(isRefused) },
		...findings.filter((finding) => !isRefusal(finding) && !isUnknownJobType(finding)),
	];
}

const isRefusal = ({ rule, severity }: Finding): boolean =>
	severity === 'error' && (rule === 'deployment' || rule.startsWith('camunda-compat/'));
const isUnknownJobType = ({ rule, severity }: Finding): boolean => severity === 'error' && rule === 'troupe/known-job-type';

/** The mark that Camunda's rules and templates know an agent's toolbox by. */
const toolboxMark = { name: 'io.camunda.agenticai.toolContainer', value: 'true' };

export interface LintedFile {
	name: string;
	content: string;
}

/** `jobTypes`: those that workers serve beside Troupe's. */
export interface LintOptions extends Surroundings {
	target?: LintTarget;
	/** The rules that apply, and how severe their findings are. */
	settings?: LintSettings;
}

interface ParsedFile extends LintedFile {
	root: ModdleElement;
	read: ProcessFile;
}

/** Checks files that are deployed together; findings in order of files and lines. */
export async function lintProcesses(files: LintedFile[], { target, settings, ...surroundings }: LintOptions = {}): Promise<Finding[]> {
	const findings: Finding[] = [];
	const parsed: ParsedFile[] = [];
	for (const file of files) {
		const root = await parse(file, findings);
		// Before the rules: it refuses files that are too large for them.
		if (root) parsed.push({ ...file, root, read: await readProcessFile(file.name, file.content) });
	}
	const roots = parsed.map(({ root }) => root);
	const deployment = readDeployment(roots, surroundings);
	for (const { root, read, ...file } of parsed) {
		// New for each file: rules of bpmnlint remember the elements that they have seen, by id.
		const version = target ?? readLintTarget(root);
		const rules = await resolveRules(version, deployment, settings);
		const problems = findings.filter(({ file: name }) => name === file.name);
		const reports = Object.entries(applyRules(root, rules)).flatMap(([rule, list]) =>
			summarize(file, rule, list)
				// Rules throw on incomplete XML, which is reported already.
				.filter(({ category }) => category !== 'rule-error' || problems.length === 0)
				.map((report) => toFinding(file, rule, withLevel(report, settings?.levels[rule]))),
		);
		const known = [...problems, ...reports];
		const all = [...reports, ...(await findRefusals(read, version, known))];
		const told = isCamunda7(root, file.content) ? summarizeCamunda7(file.name, all) : all;
		// Not spread: a large file can have more findings than a call can have arguments.
		for (const finding of told.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))) findings.push(finding);
	}
	return findings;
}

const aboutDeployment = /^(?:camunda-compat\/|troupe\/feel-valid$|xml$)/;

/** Deployment refuses what no rule may have found: the same code judges it here. What an error already says of an element is not said twice. */
async function findRefusals(file: ProcessFile, target: LintTarget, known: Finding[]): Promise<Finding[]> {
	const told = new Set(known.filter(({ rule }) => aboutDeployment.test(rule)).map(({ elementId }) => elementId));
	const refusals = await listRefusals(file, toRecordedVersion(target));
	return refusals.filter(({ elementId }) => !told.has(elementId)).map((refusal) => ({ ...refusal, severity: 'error', rule: 'deployment' }));
}

async function parse(file: LintedFile, findings: Finding[]): Promise<ModdleElement | undefined> {
	try {
		const { rootElement, warnings } = await readXml(file.content);
		for (const { message, element } of warnings) {
			findings.push({
				...locateFinding(file, element?.id),
				severity: 'error',
				rule: 'xml',
				...describeXmlProblem(message),
			});
		}
		nameFlows(rootElement);
		markToolboxes(rootElement);
		return rootElement;
	} catch (error) {
		findings.push({ file: file.name, severity: 'error', rule: 'xml', ...describeXmlProblem(getErrorMessage(error)) });
		return undefined;
	}
}

/** A model without a diagram lacks one thing, not one for each element. */
function summarize({ content }: LintedFile, rule: string, reports: LintReport[]): LintReport[] {
	const [first] = reports;
	if (rule !== 'no-bpmndi' || first === undefined || hasDiagram(content)) return reports;
	return [{ message: 'The model has no diagram', category: first.category }];
}

/** Gives a finding the level that a person set: some rules choose their own. */
const withLevel = (report: LintReport, level: LintLevel | undefined): LintReport =>
	level === undefined || level === 'off' || report.category === 'rule-error' ? report : { ...report, category: level };

function toFinding(file: LintedFile, rule: string, { id, message, category, fix, isSeen }: LintReport): Finding {
	const severity = category === 'error' || category === 'rule-error' ? 'error' : 'warning';
	return {
		...locateFinding(file, id),
		severity,
		rule,
		message,
		fix: fix ?? (category === 'rule-error' ? brokenRule : findFix(rule)),
		...(isSeen && { isSeen }),
	};
}

const brokenRule = 'Correct the other findings first. If this one stays, report it with the file: the rule does not know such a model.';

function locateFinding({ name, content }: LintedFile, elementId: string | undefined): Pick<Finding, 'file' | 'elementId' | 'line'> {
	return { file: name, ...(elementId === undefined ? {} : { elementId, line: findLine(content, elementId) }) };
}

/** Lets Camunda's rules check the elements of our toolboxes as they check its own, marked or not. */
function markToolboxes(root: ModdleElement): void {
	const elements = listElements(root, 'rootElements').flatMap(listFlowElements);
	for (const toolbox of elements.filter(({ $type }) => $type === 'bpmn:AdHocSubProcess')) {
		if (readJobType(toolbox) === 'troupe:agent') addMark(toolbox);
	}
}

function addMark(toolbox: ModdleElement): void {
	const extensions = toolbox.extensionElements as ModdleElement;
	const marked = toolbox.$model.create('zeebe:Property', toolboxMark);
	const properties = findExtension(toolbox, 'zeebe:Properties');
	if (properties) properties.properties = [...listElements(properties, 'properties'), marked];
	else extensions.values = [...listElements(extensions, 'values'), toolbox.$model.create('zeebe:Properties', { properties: [marked] })];
}

/** Adds to each element the sequence flows that name it as their end: `<incoming>` and `<outgoing>` are optional, but rules read nothing else. */
function nameFlows(root: ModdleElement): void {
	const flows = listElements(root, 'rootElements')
		.flatMap(listFlowElements)
		.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
	addFlows(flows, 'sourceRef', 'outgoing');
	addFlows(flows, 'targetRef', 'incoming');
}

function addFlows(flows: ModdleElement[], end: 'sourceRef' | 'targetRef', property: 'outgoing' | 'incoming'): void {
	const byElement = Map.groupBy(flows, (flow) => flow[end] as ModdleElement | undefined);
	for (const [element, named] of byElement) if (element) element[property] = [...new Set([...listElements(element, property), ...named])];
}
