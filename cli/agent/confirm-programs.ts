import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { TroupeError } from '../../core/base/errors';
import { canonicalJson } from '../../core/json-schema/canonical-json';
import type { Host } from '../../providers/compose/host';
import { confirmed } from '../terminal/confirm';
import { replaceFile } from '../terminal/replace-file';
import { plain, type Terminal } from '../terminal/terminal';

const fileName = 'confirmed-programs.json';

/**
 * Asks before the first start of each program of an agent that nobody approved. A list of the operator, and the signature of a published agent, are an
 * answer already.
 * @throws TroupeError INPUT_INVALID without a person and without `yes`, CANCELLED if the person declines
 */
export async function confirmPrograms(
	{ definition, isPublished }: { definition: AgentDefinition; isPublished: boolean },
	{ allowPrograms, stateFolder }: Pick<Host, 'allowPrograms' | 'stateFolder'>,
	options: { yes?: boolean },
	terminal: Terminal,
): Promise<void> {
	if (isPublished || allowPrograms !== true || stateFolder === undefined) return;
	const file = join(stateFolder, fileName);
	for (const tool of definition.tools?.define ?? []) {
		if (tool.kind !== 'mcp' || tool.command === undefined) continue;
		const { command, args = [], env = {}, folders = [], requests = [] } = tool;
		const key = createHash('sha256').update(canonicalJson({ command, args, env, folders, requests })).digest('hex');
		const known = readKnown(file);
		if (known.includes(key)) continue;
		const shown = [command, ...args].map((part) => JSON.stringify(part)).join(' ');
		const files = folders.map(({ path, access = 'read' }) => `${access}s ${path}`).join(', ') || 'no folders';
		const asks = requests.length > 0 ? `; makes the requests ${requests.join(', ')}` : '';
		const question = `Start ${shown} in the sandbox, as the MCP server "${tool.server}" of ${definition.id} (${files}${asks})?`;
		if (!(await confirmed(plain(question), options, terminal))) throw declined(tool.server);
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		replaceFile(file, `${JSON.stringify([...known, key])}\n`, 0o600);
	}
}

/** A file that cannot be read has no answers: the person is asked again. */
function readKnown(file: string): string[] {
	try {
		const known: unknown = JSON.parse(readFileSync(file, 'utf8'));
		return Array.isArray(known) ? known.filter((one) => typeof one === 'string') : [];
	} catch {
		return [];
	}
}

const declined = (server: string) =>
	new TroupeError({
		code: 'CANCELLED',
		message: `The program of the MCP server "${server}" was not started.`,
		fix: 'Remove the server from the definition, or answer y.',
	});
