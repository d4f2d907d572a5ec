import { dirname, join } from 'node:path';
import type { TemplateFileKind } from '../../core/templates/template';
import type { PlannedFile } from './installation';

/** Returns what a person does next with the files of a template, one line each. */
export function nextSteps(folder: string, plan: readonly PlannedFile[]): string[] {
	const byKind = (kind: TemplateFileKind) => plan.filter((file) => file.kind === kind).map(({ path }) => join(folder, ...path.split('/')));
	const [agent] = byKind('agent');
	const [process] = byKind('process');
	const [testCase] = byKind('case');
	const [workflow] = byKind('workflow');
	return [
		...(agent ? [`agents: set TROUPE_AGENTS=${agentFolder(agent)}, or publish each with \`troupe manifest publish FILE\``] : []),
		...(testCase ? [`try it without a key: troupe process test ${testCase}`] : []),
		...(process ? [`run it: troupe process run ${[process, ...byKind('form'), ...byKind('decision')].join(' ')}`] : []),
		...(workflow ? [`in n8n's editor: menu …, Import, From file, ${workflow}`] : []),
		...(workflow && agent ? [`agents for n8n: copy ${agentFolder(agent)} to .n8n/troupe/agents in n8n's user folder`] : []),
	];
}

/** Agents are looked up as FOLDER/ID.json or FOLDER/ID/agent.json. */
const agentFolder = (path: string): string => (path.endsWith('/agent.json') ? dirname(dirname(path)) : dirname(path));
