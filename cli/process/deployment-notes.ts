import { countNouns } from '../terminal/format-text';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { describeFinding, withLintBeforeDeploy, type LintDeployment } from '../../engine-adapter/lint-before-deploy';
import { readAgentDefinitions } from '../../providers/files/agent-definitions';
import { openNodeReasons, whyNoAnswers } from '../../engine-adapter/deployment/installed-nodes';
import type { Host } from '../../providers/compose/hosts/host';
import type { Log } from '../../service/log/log';
import { printable, type Terminal } from '../terminal/terminal';
import type { Finding } from '../../bpmn/lint/finding';

const maxNotes = 10;

/** Describes the findings of an accepted deployment: a line for each possible fault, and one for all matters of style. */
function deploymentNotes(findings: Finding[]): string[] {
	const notes = findings.filter(isAboutFault);
	const lines = notes.slice(0, maxNotes).map((finding) => printable(`warning: ${describeFinding(finding)}. ${finding.fix}`));
	const rest = findings.length - lines.length;
	if (rest > 0)
		lines.push(`${countNouns(rest, notes.length > 0 ? 'more remark' : 'remark')} of the linter; list them with \`troupe bpmn lint\``);
	return lines;
}

/** Matters of style are left to the designer's linter. */
const isAboutFault = ({ rule }: Finding): boolean => rule.includes('/') || rule === 'xml';

/** Logs findings about possible faults of a deployment that was accepted, the first ones of many. */
export const logFindings = (log: Log) => (findings: Finding[]) => {
	const faults = findings.filter(isAboutFault);
	for (const finding of faults.slice(0, maxNotes))
		log('warn', 'deployed with a warning', { finding: describeFinding(finding), fix: finding.fix });
	if (faults.length > maxNotes)
		log('warn', 'deployed with more warnings', { count: faults.length - maxNotes, fix: 'List them with `troupe bpmn lint`.' });
};

const noteFindings = (terminal: Terminal) => (findings: Finding[]) => {
	for (const line of deploymentNotes(findings)) terminal.note(line);
};

/** Wraps the engine so that each deployment is linted first. Errors refuse it; other findings go to `report`. */
export function withLinting<Engine extends ProcessEngine>(
	engine: Engine,
	host: Host,
	terminal: Terminal,
	report = noteFindings(terminal),
	lint?: LintDeployment,
): Engine {
	return withLintBeforeDeploy(engine, {
		tell: report,
		lint,
		surroundings: async () => ({
			agents: await readAgentDefinitions(host.agentFolders, terminal),
			whyNoTask: openNodeReasons(terminal.environment),
			// A cluster's workers have settings of their own.
			...(engine.name === 'embedded' && { whyNoAnswers: whyNoAnswers(terminal.environment) }),
		}),
	});
}
