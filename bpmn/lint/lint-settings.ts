import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { parseJson } from '../../core/base/text/json/lossless-json';
import { isRecord } from '../forms/form-fields';
import { listRuleNames } from './rule-sets';

/** In the order of the numbers that bpmnlint takes for them. */
const levels = ['off', 'warn', 'error', 'info'] as const;
export type LintLevel = (typeof levels)[number];
const ruleSets = ['recommended', 'correctness', 'all'] as const;
type RuleSet = (typeof ruleSets)[number];

/** The content of a `.bpmnlintrc`, with the names of rules as findings write them. */
export interface LintSettings {
	/** The sets of bpmnlint whose rules apply. Default: the recommended one. */
	sets?: RuleSet[];
	levels: Record<string, LintLevel>;
	/** Options of rules of bpmnlint and Camunda. */
	options: Record<string, unknown>;
	/** Rules and sets that are not part of Troupe, and are left out. */
	unknown: string[];
}

/** @throws TroupeError INPUT_INVALID */
export async function parseLintSettings(text: string, file: string): Promise<LintSettings> {
	const content = parseObject(text, file);
	const known = new Set(await listRuleNames());
	const settings: LintSettings = { levels: {}, options: {}, unknown: [] };
	for (const [written, value] of Object.entries(readRules(content.rules, file))) {
		const name = written.replace(/^bpmnlint-plugin-/, '').replace(/^bpmnlint\//, '');
		if (!known.has(name)) {
			settings.unknown.push(written);
			continue;
		}
		const [level, options] = Array.isArray(value) ? (value as unknown[]) : [value];
		settings.levels[name] = readLevel(level, written, file);
		if (options !== undefined) settings.options[name] = options;
	}
	readSets(content.extends, settings, file);
	return settings;
}

function readSets(value: unknown, settings: LintSettings, file: string): void {
	for (const name of [value ?? []].flat()) {
		if (typeof name !== 'string') throw invalid(file, '"extends" is not a name or a list of names');
		const set = ruleSets.find((one) => name === `bpmnlint:${one}`);
		if (set) (settings.sets ??= []).push(set);
		// The version of Camunda's rules is that of the target; Troupe's own always apply.
		else if (!/^plugin:(?:bpmnlint-plugin-)?(?:camunda-compat|troupe)\//.test(name)) settings.unknown.push(name);
	}
}

function readRules(value: unknown, file: string): Record<string, unknown> {
	if (value === undefined) return {};
	if (isRecord(value)) return value;
	throw invalid(file, '"rules" is not an object');
}

function readLevel(value: unknown, rule: string, file: string): LintLevel {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : undefined;
	const level = levels.find((one, number) => text === one || text === String(number));
	if (level) return level;
	throw invalid(file, `the level of "${rule}" is ${JSON.stringify(value) ?? 'missing'}, expected off, info, warn or error`);
}

function parseObject(text: string, file: string): Record<string, unknown> {
	let content: unknown;
	try {
		content = parseJson(text);
	} catch (error) {
		throw invalid(file, `it is not JSON: ${getErrorMessage(error)}`);
	}
	if (isRecord(content)) return content;
	throw invalid(file, 'it is not a JSON object');
}

const invalid = (file: string, what: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} cannot be used: ${what}.`,
		fix: 'Write it as bpmnlint reads it: {"extends": "bpmnlint:recommended", "rules": {"label-required": "off"}}.',
	});
