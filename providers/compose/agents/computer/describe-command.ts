import type { ChangedFile, SandboxStep, SandboxToolLimit } from '../../../../core/ports/sandbox/sandbox-step';
import type { CommandEnd } from '../../../../core/ports/sandbox/tools';
import type { ToolResult } from '../../../../core/ports/tools/tools';
import { boundText } from '../../../../core/tools/bound-text';

const maxFiles = 30;
const reserved = 500;
const stderrShare = 0.3;
const filesShare = 0.2;

/** Describes a command for the model: exit, output, changed files. A failed command is a result like any other. */
export function describeCommand({ stdout, stderr, step, isReset }: CommandEnd, maxCharacters: number): ToolResult {
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

export function describeWrite({ step, isReset }: { step: SandboxStep; isReset: boolean }): ToolResult {
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
