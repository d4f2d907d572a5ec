import { describePrompt } from '../../core/prompts/describe-prompt';
import { parsePromptFile } from '../../core/prompts/prompt-file';
import { renderPrompt } from '../../core/agents/prompts/render-prompt';
import { countNouns } from '../terminal/format-text';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface RenderOptions {
	set?: Record<string, string>;
	model?: string;
	json?: boolean;
}

export async function runPromptRender(file: string, { set = {}, model, json }: RenderOptions, terminal: Terminal): Promise<ExitCode> {
	const { content } = parsePromptFile(await readTextFile(file, 1), file);
	const rendered = await renderPrompt(content, set, model);
	const { text, missing, characters, tokens, isEstimate } = rendered;
	terminal.print(json ? JSON.stringify(rendered) : printable(text));
	terminal.note(`${countNouns(characters, 'character')}, ${isEstimate ? 'about ' : ''}${countNouns(tokens, 'token')}`);
	const { variables } = await describePrompt(content, file);
	const unknown = Object.keys(set).filter((name) => !variables.includes(name));
	if (unknown.length > 0)
		terminal.note(printable(`The prompt has no input ${unknown.join(', ')}; it has ${variables.join(', ') || 'none'}.`));
	if (missing.length > 0) terminal.note(printable(`These inputs have no value: ${missing.join(', ')}. Set each with --set NAME=VALUE.`));
	return missing.length > 0 ? 1 : 0;
}
