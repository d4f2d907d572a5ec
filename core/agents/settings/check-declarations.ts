import { findStrayBraces, listVariables } from '../../prompts/prompt-template';
import type { AgentDefinition } from '../definition/agent-definition';
import type { SettingDeclaration } from '../definition/setting-declarations';
import { findValueProblem } from './setting-values';

/** Lists problems of declared settings and their places in the prompt. Without settings, braces are text. */
export function checkDeclarations({ settings, prompt, promptReference }: AgentDefinition): string[] {
	if (settings === undefined) return [];
	const names = settings.map(({ name }) => name);
	const given = Object.keys(promptReference?.variables ?? {});
	return [
		...settings.flatMap(checkOne),
		...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `settings has ${name} twice`),
		...names.filter((name) => given.includes(name)).map((name) => `settings has ${name}, which promptReference.variables sets too`),
		...(promptReference ? [] : checkPrompt(prompt, names)),
	];
}

function checkOne(setting: SettingDeclaration, index: number): string[] {
	const place = `settings.${index}`;
	const problem = findValueProblem(setting, setting.default);
	const names = setting.type === 'choice' ? setting.choices.map(({ name }) => name) : [];
	return [
		...(problem === undefined ? [] : [`${place}.default ${problem}`]),
		...(new Set(names).size < names.length ? [`${place}.choices has a name twice`] : []),
	];
}

function checkPrompt(prompt: string, names: readonly string[]): string[] {
	const used = listVariables(prompt);
	return [
		...used.filter((name) => !names.includes(name)).map((name) => `prompt has {{${name}}}, which is not a setting`),
		...names.filter((name) => !used.includes(name)).map((name) => `prompt lacks {{${name}}}, which is a setting`),
		...findStrayBraces(prompt).map((braces) => `prompt has ${braces}, which do not belong to a {{setting}}`),
	];
}
