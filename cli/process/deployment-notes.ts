import type { Finding } from '../../bpmn/lint/lint-processes';
import type { ProcessEngine } from '../../engine-adapter/engine';
import { describeFinding, withLintFirst } from '../../engine-adapter/lint-first';
import { readAgentDefinitions } from '../agent/read-agents';
import type { Host } from '../../providers/compose/host';
import { plain, type Terminal } from '../terminal/terminal';

const maxNotes = 10;

/** What the linter found in a deployment that went through: a line for each thing that may run wrongly, and one for all matters of style. */
function deploymentNotes(findings: Finding[]): string[] {
	const notes = findings.filter(({ rule }) => rule.includes('/') || rule === 'xml');
	const lines = notes.slice(0, maxNotes).map((finding) => plain(`warning: ${describeFinding(finding)}. ${finding.fix}`));
	const rest = findings.length - lines.length;
	if (rest > 0)
		lines.push(`${rest} ${notes.length > 0 ? 'more ' : ''}remark${rest === 1 ? '' : 's'} of the linter: \`troupe bpmn lint\` shows them`);
	return lines;
}

/** Tells them on standard error. */
const noteFindings = (terminal: Terminal) => (findings: Finding[]) => {
	for (const line of deploymentNotes(findings)) terminal.note(line);
};

/** The engine, with each deployment linted first: what refuses it is its error, all else goes to `tell`. */
export function withLinting<Engine extends ProcessEngine>(
	engine: Engine,
	host: Host,
	terminal: Terminal,
	tell = noteFindings(terminal),
): Engine {
	return withLintFirst(engine, { tell, surroundings: async () => ({ agents: await readAgentDefinitions(host.agentFolders, terminal) }) });
}
