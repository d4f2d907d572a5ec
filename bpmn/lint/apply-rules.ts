import { getErrorMessage } from '../../core/base/errors';
import type { ModdleElement } from 'bpmn-moddle';
import type { LintReport, ResolvedRule } from 'bpmnlint';

interface Visit {
	node: ModdleElement;
	next: number;
}

interface Descriptor {
	isGeneric?: boolean;
	properties: Array<{ name: string; type: string; isAttr?: boolean; isReference?: boolean }>;
}

/** Returns the findings of each rule. bpmnlint walks the tree once for each rule; here it is walked once for all of them. */
export function applyRules(root: ModdleElement, rules: ResolvedRule[]): Record<string, LintReport[]> {
	const visits: Visit[] = [];
	collect(root, visits);
	return Object.fromEntries(rules.map((rule) => [rule.name, applyOrReport(visits, rule)]));
}

/** A rule that breaks on a model is a finding too: the others still tell theirs. */
function applyOrReport(visits: Visit[], rule: ResolvedRule): LintReport[] {
	try {
		return applyRule(visits, rule);
	} catch (error) {
		return [{ message: `the rule failed: ${getErrorMessage(error)}`, category: 'rule-error' }];
	}
}

function applyRule(visits: Visit[], { rule, category }: ResolvedRule): LintReport[] {
	const reports: LintReport[] = [];
	const reporter = {
		report: (id: string, message: string, facts?: object) => void reports.push({ id, message, category, ...facts }),
	};
	const { enter, leave } = typeof rule.check === 'function' ? { enter: rule.check, leave: undefined } : rule.check;
	const open: Visit[] = [];
	const closeUpTo = (index: number): void => {
		while (open.length > 0 && open.at(-1)!.next <= index) leave?.(open.pop()!.node, reporter);
	};
	for (let index = 0; index < visits.length;) {
		const visit = visits[index]!;
		closeUpTo(index);
		const isEntered = enter?.(visit.node, reporter) !== false;
		if (leave) open.push(isEntered ? visit : { node: visit.node, next: index + 1 });
		index = isEntered ? index + 1 : visit.next;
	}
	closeUpTo(visits.length);
	return reports;
}

const diagram = 'bpmndi:BPMNDiagram';
const simpleTypes = new Set(['String', 'Boolean', 'Integer', 'Real']);

/**
 * Depth first, by the properties that contain elements. What no package describes is not looked into, nor is the diagram, which is half of a
 * model: the rules that know it reach it from the definitions.
 */
function collect(node: ModdleElement, visits: Visit[]): void {
	const visit: Visit = { node, next: 0 };
	visits.push(visit);
	const { isGeneric, properties } = node.$descriptor as Descriptor;
	for (const { name, type, isAttr, isReference } of isGeneric ? [] : properties) {
		if (isAttr || isReference || simpleTypes.has(type) || type === diagram || !(name in node)) continue;
		for (const child of [node[name]].flat() as ModdleElement[]) collect(child, visits);
	}
	visit.next = visits.length;
}
