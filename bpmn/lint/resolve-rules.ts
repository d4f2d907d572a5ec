import type { LintConfiguration, ResolvedRule, Resolver } from 'bpmnlint';
import type { Deployment } from '../rules/deployment';
import type { LintSettings } from './lint-settings';
import type { LintTarget } from './lint-target';

/** The rules of modelers whose findings are errors: what they find never runs. An engine that refuses more says so itself (`deployment`). */
const unreachable = new Set(['no-disconnected', 'no-implicit-start']);
/** Rules of Camunda that a rule of ours covers. */
const covered = ['camunda-compat/subscription', 'camunda-compat/feel'];

/** The rules of modelers, what Camunda knows about the version, and Troupe's own, without those that are off. */
export async function resolveRules(target: LintTarget, deployment: Deployment, settings?: LintSettings): Promise<ResolvedRule[]> {
	const [{ Linter }, camunda, { troupeRules }, ruleSets] = await Promise.all([
		import('bpmnlint'),
		import('bpmnlint-plugin-camunda-compat'),
		import('../rules'),
		loadRuleSets(),
	]);
	const configurations: Record<string, LintConfiguration | undefined> = {
		camunda: camunda.default.configs[`camunda-cloud-${target.replace('.', '-')}`],
		troupe: { rules: Object.fromEntries(Object.keys(troupeRules).map((id) => [id, ['error', deployment]])) },
	};
	const resolver: Resolver = {
		resolveRule: (packageName, ruleName) => (ruleSets[packageName] as Record<string, never> | undefined)?.[ruleName],
		resolveConfig: (_packageName, configName) => configurations[configName],
	};
	const config: LintConfiguration = {
		extends: ['plugin:camunda-compat/camunda', 'plugin:troupe/troupe'],
		rules: { ...(await modelerRules(settings)), ...Object.fromEntries(covered.map((rule) => [rule, 'off'])) },
	};
	const rules = await new Linter({ config, resolver }).resolveRules({ ...config, rules: { ...config.rules, ...optionsOf(settings) } });
	return rules.filter(({ name }) => settings?.levels[name] !== 'off');
}

/** Every rule by its package and name. */
async function loadRuleSets(): Promise<Record<string, object>> {
	const [modelers, camunda, { troupeRules }] = await Promise.all([
		import('./bpmnlint-rules'),
		import('./camunda-rules'),
		import('../rules'),
	]);
	return { bpmnlint: modelers, 'bpmnlint-plugin-camunda-compat': camunda, 'bpmnlint-plugin-troupe': troupeRules };
}

/** The names of all rules, as findings and settings write them. */
export async function listRuleNames(): Promise<string[]> {
	const sets = await loadRuleSets();
	return Object.entries(sets).flatMap(([name, rules]) => {
		const prefix = name === 'bpmnlint' ? '' : `${name.replace('bpmnlint-plugin-', '')}/`;
		return Object.keys(rules).map((rule) => `${prefix}${rule}`);
	});
}

/** The sets of bpmnlint that were chosen. By itself, a rule of modelers is about style: the engine judges what can be deployed. */
async function modelerRules(settings: LintSettings | undefined): Promise<Record<string, string>> {
	const [recommended, correctness, all] = await Promise.all([
		import('bpmnlint/config/recommended'),
		import('bpmnlint/config/correctness'),
		import('./bpmnlint-rules'),
	]);
	const sets = {
		recommended: Object.keys(recommended.default.rules ?? {}),
		correctness: Object.keys(correctness.default.rules ?? {}),
		all: Object.keys(all),
	};
	const names = (settings?.sets ?? ['recommended']).flatMap((set) => sets[set]);
	return Object.fromEntries(names.map((name) => [name, unreachable.has(name) ? 'error' : 'warn']));
}

/** What a person set for the rules of others; those of Troupe know the deployment and take nothing else. */
function optionsOf(settings: LintSettings | undefined): NonNullable<LintConfiguration['rules']> {
	const entries = Object.entries(settings?.levels ?? {}).filter(([name, level]) => level !== 'off' && !name.startsWith('troupe/'));
	return Object.fromEntries(entries.map(([name, level]) => [name, [level, settings?.options[name] ?? {}]]));
}
