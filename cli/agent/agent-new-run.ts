import { join } from 'node:path';
import { agentSchema } from '../../core/agents/definition/agent-definition';
import { isDefinitionId } from '../../core/base/text/definition-id';
import { agentFolders } from '../../core/base/home-folders';
import { TroupeError } from '../../core/base/errors';
import { openPrivateState } from '../host';
import { createFile, makeFolder } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type AgentTemplateName, findTemplate } from './templates';
import { writeStarterSet } from './templates/starter-set';

export interface AgentNewOptions {
	id: string;
	template: AgentTemplateName;
	/** Default: the first folder in which agents are looked up. */
	into?: string;
	name?: string;
	purpose?: string;
	prompt?: string;
}

const readableByAll = 0o666;
const schemaName = 'agent-definition.schema.json';
const toDocument = (value: object) => `${JSON.stringify(value, null, '\t')}\n`;

/** Writes a new agent into a folder of its own, `<id>/agent.json`, beside the schema that editors load. */
export async function runAgentNew({ id, template, into, ...changes }: AgentNewOptions, terminal: Terminal): Promise<ExitCode> {
	if (into === undefined) openPrivateState(terminal);
	refuseInvalid(id);
	const { definition, files = {} } = findTemplate(template);
	const agent = { $schema: `./${schemaName}`, ...definition, ...withoutUndefined(changes), id };
	const { parseAgentDefinition } = await import('../../core/agents/definition/parse-agent-definition');
	await parseAgentDefinition(agent, `The new agent "${id}"`);
	const own = join(into ?? agentFolders(terminal.environment)[0]!, id);
	await refuseExisting(own, id);
	const contents = {
		...files,
		[schemaName]: toDocument(agentSchema),
		'agent.json': toDocument(agent),
		[`${id}.eval.yaml`]: writeStarterSet(template, id),
	};
	for (const [path, content] of Object.entries(contents)) {
		makeFolder(join(own, path, '..'));
		createFile(join(own, path), content, readableByAll);
		terminal.print(join(own, path));
	}
	const named = into === undefined ? id : join(own, 'agent.json');
	terminal.note(`check it with: troupe agent validate ${printable(named)}`);
	terminal.note(`run it with: troupe agent run ${printable(named)} --message TEXT`);
	terminal.note(`evaluate it with: troupe eval run ${printable(into === undefined ? id : join(own, `${id}.eval.yaml`))}`);
	return 0;
}

/** Prints the JSON schema of agent definitions, for editors. */
export async function runAgentSchema(terminal: Terminal): Promise<ExitCode> {
	terminal.print(toDocument(agentSchema).trimEnd());
	return 0;
}

const withoutUndefined = (values: Record<string, string | undefined>) =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function refuseInvalid(id: string): void {
	if (isDefinitionId(id)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${id.slice(0, 64)}" is not a valid agent id: expected lower-case letters, digits and hyphens, at most 63.`,
		fix: 'Choose an id such as order-clerk. --name sets the name that people read.',
	});
}

/** An agent of this id must not be replaced, and `<id>.json` would be found first. */
async function refuseExisting(own: string, id: string): Promise<void> {
	const { listAgents } = await import('../../providers/files/agent-files');
	const existing = (await listAgents([join(own, '..')])).find((agent) => agent.id === id);
	if (!existing) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent "${id}" already exists: ${existing.path}.`,
		fix: 'Choose another id or --into, or edit this file.',
	});
}
