/** Composes shells of a definition as tools: commands and files in a scratch folder of the run. */
import type { ChangedFile, SandboxStep, SandboxToolLimit } from '../../../../core/ports/sandbox/sandbox-step';
import type { CommandEnd, Shell, ShellOpener } from '../../../../core/ports/sandbox/tools';
import type { Tool, ToolContext, ToolResult, ToolSource } from '../../../../core/ports/tools/tools';
import { boundText } from '../../../../core/tools/bound-text';
import { usualPrograms } from '../../../../core/tools/shell-programs';
import type { ShellTool } from '../../../../core/tools/definition/sandbox-tools';
import { toolTimeLimit, withoutSandbox } from './computer-tool';
import { type Perform, tellGone } from './tell-gone';
import { findShellFolder } from './shell-folder';
import type { JsonSchema } from '../../../../core/ports/models/models';

const maxFiles = 30;
const reserved = 500;
const stderrShare = 0.3;
const filesShare = 0.2;

/** Describes a command for the model: exit, output, changed files. A failed command is a result like any other. */
function describeCommand({ stdout, stderr, step, isReset }: CommandEnd, maxCharacters: number): ToolResult {
	const room = Math.max(maxCharacters - reserved, reserved);
	const files = boundText(describeFiles(step), Math.floor(room * filesShare));
	const errors = boundText(stderr, Math.floor(room * stderrShare));
	const output = boundText(stdout, Math.max(room - errors.length - files.length, reserved));
	const parts = [
		step.limit === undefined ? `exit code ${step.exitCode}` : limitWords[step.limit],
		...(isReset ? [resetNote] : []),
		...(output === '' ? [] : ['stdout:', output.trimEnd()]),
		...(errors === '' ? [] : ['stderr:', errors.trimEnd()]),
		...(files === '' ? [] : ['files:', files]),
	];
	return { kind: 'ok', text: parts.join('\n'), sandbox: step };
}

function describeWrite({ step, isReset }: { step: SandboxStep; isReset: boolean }): ToolResult {
	if (isReset) return { kind: 'error', text: `${limitWords.files}\n${resetNote}`, sandbox: step };
	return { kind: 'ok', text: describeFiles(step) || 'The file already had this content.', sandbox: step };
}

const resetNote = 'The folder is as it was at the beginning again.';

const limitWords: Record<SandboxToolLimit, string> = {
	time: 'The command took too long and was ended. This is what it had written:',
	memory: 'The command used too much memory and was ended.',
	threads: 'The command started too many processes and was ended.',
	output: 'The command wrote too much output and was ended. This is how it began:',
	files: 'The folder had become too large or could not be read, so the command was ended.',
};

function describeFiles({ files, moreFiles = 0 }: SandboxStep): string {
	const left = files.length - maxFiles + moreFiles;
	return [...files.slice(0, maxFiles).map(describeFile), ...(left > 0 ? [`and ${left} more`] : [])].join('\n');
}

const describeFile = ({ path, change, bytes }: ChangedFile): string => `${change} ${path}${bytes === undefined ? '' : ` (${bytes} bytes)`}`;

interface ShellCall {
	operation: 'run' | 'read' | 'write';
	command?: string;
	path?: string;
	content?: string;
}

/** One flat object: providers of models refuse alternatives at the top of a schema. */
const shellParameters: JsonSchema = {
	type: 'object',
	properties: {
		operation: { enum: ['run', 'read', 'write'], description: 'run: a command; read: a file; write: a file, which is replaced.' },
		command: { type: 'string', minLength: 1, maxLength: 20_000, description: 'For run: one line or a script for sh.' },
		path: { type: 'string', minLength: 1, maxLength: 1_000, description: 'For read and write: relative to the folder.' },
		content: { type: 'string', maxLength: 200_000, description: 'For write: the whole text of the file.' },
	},
	required: ['operation'],
	additionalProperties: false,
};

interface ShellParts {
	agent: string;
	/** Undefined if the definition came with a request. */
	folder: string | undefined;
	openShell: ShellOpener | undefined;
	timeoutMs: number | undefined;
}

const usualMemoryMb = 512;
const usualScratchMb = 64;
const usualCalls = 50;

/** The scratch folder belongs to one run: it ends when the source is closed. */
export function composeShell(definition: ShellTool, parts: ShellParts): ToolSource {
	let opened: Promise<Shell> | undefined;
	return {
		name: definition.name,
		describe: () => [toTool(definition, () => Promise.reject(new Error('A tool that is only described was called.')))],
		async tools(signal) {
			opened ??= open(definition, parts, signal);
			const shell = await opened.catch((error: unknown) => {
				opened = undefined;
				throw error;
			});
			return [
				toTool(
					definition,
					tellGone(filesAreGone, (call, context) => perform(shell, call, context)),
				),
			];
		},
		async close() {
			const ended = opened;
			opened = undefined;
			await (await ended)?.close();
		},
	};
}

async function open(definition: ShellTool, { agent, folder, openShell, timeoutMs }: ShellParts, signal: AbortSignal): Promise<Shell> {
	const { name, programs = [], level = 'L1', memoryMb = usualMemoryMb, scratchMb = usualScratchMb } = definition;
	if (!openShell) throw withoutSandbox(name, 'a shell');
	const source = await findShellFolder(definition, folder);
	const settings = { owner: `${agent}/${name}`, programs, least: level, memoryMb, scratchMb, timeMs: toolTimeLimit(timeoutMs) };
	return openShell({ ...settings, ...(source !== undefined && { folder: source }) }, signal);
}

function toTool(definition: ShellTool, call: Perform<ShellCall>): Tool {
	const { name, description, programs = [], limits } = definition;
	const known = [...usualPrograms, ...programs].join(', ');
	return {
		name,
		parameters: shellParameters,
		source: 'definition',
		effect: 'reads',
		limits: { calls: usualCalls, ...limits },
		description: `${description}\nCommands run with sh in a private folder, without network, and each begins in that folder. Its files stay for later calls. Programs: ${known}. At most ${limits?.calls ?? usualCalls} calls.`,
		call: (input, context) => call(input as unknown as ShellCall, context),
	};
}

const filesAreGone =
	'The folder was as at the beginning: since the earlier calls, the run has waited for a person or gone on in another process, and what they wrote is gone.';

async function perform(shell: Shell, { operation, command, path, content }: ShellCall, context: ToolContext): Promise<ToolResult> {
	if (operation === 'run') {
		if (command === undefined) return lacks('run', 'command');
		return describeCommand(await shell.run(command, context.signal), context.resultCharacters);
	}
	if (path === undefined) return lacks(operation, 'path');
	if (operation === 'read') {
		const read = await shell.read(path);
		return read.kind === 'file' ? { kind: 'ok', text: read.text, sandbox: read.step } : refused(path, read.reason);
	}
	if (content === undefined) return lacks('write', 'content');
	const written = await shell.write(path, content);
	return written.kind === 'written' ? describeWrite(written) : refused(path, written.reason);
}

const lacks = (operation: string, field: string): ToolResult => ({
	kind: 'error',
	text: `The operation ${operation} needs ${field}. Nothing was done.`,
});
const refused = (path: string, reason: string): ToolResult => ({ kind: 'error', text: `${path.slice(0, 200)} ${reason}.` });
