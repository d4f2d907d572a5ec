import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import type { Deployment } from '../deployment';
import { ScopeGraph } from '../flow/scope-graph';
import { findTaskHeader, readJobType } from '../moddle';
import { listTools, readEffect } from './toolbox';

interface ToolRule {
	tool?: string;
	permission?: string;
	afterResults?: boolean;
}

/** A call that waits for a person ends the sub-process: without a way back, the element never runs. See docs/rules/toolbox-leads-back.md. */
export function toolboxLeadsBack({ agents }: Deployment): Rule {
	return {
		check(node, reporter) {
			if (node.$type !== 'bpmn:AdHocSubProcess' || readJobType(node) !== 'troupe:agent') return;
			const definition = agents?.get(findTaskHeader(node, 'agent')?.split('@')[0] ?? '');
			if (definition === undefined) return;
			const rules = readRules(definition);
			const asked = listTools(node).find((tool) => readEffect(tool) !== 'reads' && !isAllowed(tool, rules));
			if (!asked || leadsBack(node)) return;
			reporter.report(
				node.id ?? '',
				`can wait for a person before it starts "${asked.id}", and nothing leads back to it with the decision`,
				{
					fix: `Lead its flow to a user task that sets "decisions", and back. Or let a rule of the agent allow the element, with "afterResults"; or give one that only reads the property troupe:effect with the value reads.`,
					category: 'warn',
				},
			);
		},
	};
}

const leadsBack = (toolbox: ModdleElement): boolean => new ScopeGraph(toolbox.$parent!).loops().some((loop) => loop.includes(toolbox));

function readRules(definition: unknown): ToolRule[] {
	const { rules } = (definition as { tools?: { rules?: unknown } } | null)?.tools ?? {};
	return Array.isArray(rules) ? (rules as ToolRule[]) : [];
}

/** Decides by the first rule that names the element, whatever its conditions. */
function isAllowed({ id = '' }: ModdleElement, rules: ToolRule[]): boolean {
	const rule = rules.find(({ tool }) => tool === '*' || tool === id);
	return rule?.permission === 'deny' || (rule?.permission === 'allow' && rule.afterResults === true);
}
