import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { LevelCheck, ScriptRunner, Tool, ToolSource } from '../../../core/ports/tools/tools';
import { closeParameters } from '../../../core/tools/checks/check-parameters';
import type { ScriptTool } from '../../../core/tools/definition/sandbox-tools';
import { describeRefusal, readConfinedFile } from '../../files/confined-file';

const maxScriptBytes = 1024 * 1024;
const usualTimeoutMs = 30_000;

interface ScriptParts {
	/** Undefined if the definition is not a file. */
	folder: string | undefined;
	runScript: ScriptRunner | undefined;
	requireLevel?: LevelCheck;
	timeoutMs: number | undefined;
}

/**
 * Composes scripts of a definition as tools. A run begins only if each file has the hash that the definition names, and the sandbox level is reached.
 */
export function composeScripts(
	definitions: ScriptTool[],
	{ folder, runScript, requireLevel, timeoutMs = usualTimeoutMs }: ScriptParts,
): ToolSource {
	return {
		name: 'scripts',
		tools: () =>
			Promise.all(
				definitions.map(async (definition): Promise<Tool> => {
					const { name, description, parameters, script, level = 'L0+', memoryMb, limits } = definition;
					if (!runScript) throw withoutSandbox(name);
					const source = await readScript(definition, folder);
					await requireLevel?.(level);
					return {
						name,
						description,
						parameters: closeParameters(parameters),
						source: 'definition',
						effect: 'reads',
						call: (input, { signal }) =>
							runScript(
								{ name: script, source, input: JSON.stringify(input), level, memoryMb, timeMs: limits?.timeoutMs ?? timeoutMs },
								signal,
							),
					};
				}),
			),
		close: async () => undefined,
	};
}

async function readScript({ name, script, sha256 }: ScriptTool, folder: string | undefined): Promise<Buffer> {
	if (folder === undefined) throw invalid(name, `needs the file ${script}, and its definition is not a file`);
	const read = await readConfinedFile(join(folder, script), [folder], maxScriptBytes);
	if (read.kind !== 'file') throw invalid(name, `needs the file ${script}, which ${describeRefusal(read)}`);
	const actual = createHash('sha256').update(read.bytes).digest('hex');
	if (actual === sha256) return read.bytes;
	throw new TroupeError({
		code: 'TOOL_CHANGED',
		message: `The script ${script} of the tool ${name} has the SHA-256 ${actual}, and the definition names ${sha256}.`,
		fix: 'Review the script, then write its hash into "sha256" of the tool.',
		details: { tool: name, expected: sha256, actual },
	});
}

const invalid = (name: string, problem: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} ${problem}.`,
		fix: 'Put the script into the folder of the definition, and name the definition by its file or id.',
	});

const withoutSandbox = (name: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The tool ${name} is a script, and this host has no sandbox to run it in.`,
		fix: 'Run the agent with `troupe`: on the command line, in a worker or in the service.',
	});
