import type { LintConfiguration, ResolvedRule, Resolver } from 'bpmnlint';
import type { Deployment } from '../rules/deployment';
import type { LintSettings } from './lint-settings';
import type { LintTarget } from './lint-target';
import { loadRuleSets } from './rule-sets';

/** Rules of bpmnlint whose findings are errors: elements that never run. An engine that refuses more says so itself (`deployment`). */
const unreachable = new Set(['no-disconnected', 'no-implicit-start']);
/** Camunda's rules that one of Troupe covers. */
const covered = ['camunda-compat/subscription', 'camunda-compat/feel'];

/** Returns the rules that apply to a target: bpmnlint's, those of Camunda for the version, and Troupe's own, without those that are off. */
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
		rules: { ...(await listChosenRules(settings)), ...Object.fromEntries(covered.map((rule) => [rule, 'off'])) },
	};
	const rules = await new Linter({ config, resolver }).resolveRules({
		...config,
		rules: { ...config.rules, ...listOwnLevels(settings, target) },
	});
	return rules.filter(({ name }) => settings?.levels[name] !== 'off');
}

/** Returns the rules of the chosen sets of bpmnlint with their levels. Most are about style: the engine judges what can be deployed. */
async function listChosenRules(settings: LintSettings | undefined): Promise<Record<string, string>> {
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

/** Returns the levels and options that a person set. Troupe's rules take the deployment only; Camunda's cannot do without the version. */
function listOwnLevels(settings: LintSettings | undefined, target: LintTarget): NonNullable<LintConfiguration['rules']> {
	const entries = Object.entries(settings?.levels ?? {}).filter(([name, level]) => level !== 'off' && !name.startsWith('troupe/'));
	const readOptions = (name: string): object => {
		const options = settings?.options[name] ?? {};
		return name.startsWith('camunda-compat/') ? { version: target, ...options } : options;
	};
	return Object.fromEntries(entries.map(([name, level]) => [name, [level, readOptions(name)]]));
}
