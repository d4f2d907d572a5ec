/** bpmnlint describes its types in JSDoc only; these are the parts used here. */
declare module 'bpmnlint' {
	import type { ModdleElement } from 'bpmn-moddle';

	export interface LintReport {
		id?: string;
		message: string;
		category: 'error' | 'warn' | 'info' | 'rule-error';
		fix?: string;
		/** The engine judges the same at a deployment. */
		isSeen?: boolean;
	}

	export interface Reporter {
		/** Reports a finding. `facts` are added to the report. */
		report(id: string, message: string, facts?: object): void;
	}

	export interface Rule {
		check(node: ModdleElement, reporter: Reporter): void;
	}

	export interface ResolvedRule {
		name: string;
		category: LintReport['category'];
		rule: { check: Check | { enter?: Check; leave?: (node: ModdleElement, reporter: Reporter) => void } };
	}

	/** Called with each element; false keeps it from looking into the element. */
	type Check = (node: ModdleElement, reporter: Reporter) => boolean | void;

	export type RuleFactory = (configuration: never) => Rule;

	export interface LintConfiguration {
		extends?: string[];
		rules?: Record<string, string | [string, unknown]>;
	}

	export interface Resolver {
		resolveRule(packageName: string, ruleName: string): RuleFactory | undefined;
		resolveConfig(packageName: string, configName: string): LintConfiguration | undefined;
	}

	export class Linter {
		constructor(options: { config: LintConfiguration; resolver: Resolver });
		resolveRules(config: LintConfiguration): Promise<ResolvedRule[]>;
	}
}

declare module 'bpmnlint/config/recommended' {
	import type { LintConfiguration } from 'bpmnlint';
	const configuration: LintConfiguration;
	export default configuration;
}

declare module 'bpmnlint/config/correctness' {
	import type { LintConfiguration } from 'bpmnlint';
	const configuration: LintConfiguration;
	export default configuration;
}

declare module 'bpmnlint-plugin-camunda-compat' {
	import type { LintConfiguration } from 'bpmnlint';
	const plugin: { configs: Record<string, LintConfiguration> };
	export default plugin;
}

declare module 'bpmnlint/rules/*' {
	import type { RuleFactory } from 'bpmnlint';
	const factory: RuleFactory;
	export default factory;
}

declare module 'bpmnlint-plugin-camunda-compat/rules/*' {
	import type { RuleFactory } from 'bpmnlint';
	const factory: RuleFactory;
	export default factory;
}

declare module 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/utils/feel' {
	import type { ModdleElement } from 'bpmn-moddle';
	/** True if the engine reads the value of the property as FEEL. */
	export function isFeelProperty(node: ModdleElement, propertyName: string, value: unknown): boolean;
}
