import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModdleElement } from 'bpmn-moddle';
import type { ResolvedRule } from 'bpmnlint';
import { BpmnModdle } from 'bpmn-moddle';
import { applyRules } from './apply-rules';

async function support(): Promise<ModdleElement> {
	const xml = readFileSync(join(__dirname, '../../examples/support/support.bpmn'), 'utf8');
	return (await new BpmnModdle({}).fromXML(xml)).rootElement;
}

type Check = ResolvedRule['rule']['check'];
const apply = async (check: Check) => applyRules(await support(), [{ name: 'r', category: 'error', rule: { check } }]).r!;

test('a rule sees every element from top to bottom, and leaves it behind what is in it', async () => {
	const seen: string[] = [];
	const name = (node: ModdleElement) => `${node.$type} ${node.id}`;
	await apply({ enter: (node) => void seen.push(`+${name(node)}`), leave: (node) => void seen.push(`-${name(node)}`) });
	expect(seen[0]).toBe('+bpmn:Definitions support-definitions');
	expect(seen.at(-1)).toBe('-bpmn:Definitions support-definitions');
	const opened: string[] = [];
	for (const step of seen) {
		if (step.startsWith('+')) opened.push(step.slice(1));
		else expect(opened.pop()).toBe(step.slice(1));
	}
	expect(opened).toEqual([]);
});

test('a rule that answers false does not look into the element', async () => {
	const seen: string[] = [];
	await apply((node) => {
		seen.push(node.$type);
		return node.$type !== 'bpmn:Process';
	});
	expect(seen).toContain('bpmn:Process');
	expect(seen).not.toContain('bpmn:StartEvent');
});

test('a rule is not asked about the parts of the diagram', async () => {
	const seen: string[] = [];
	await apply((node) => void seen.push(node.$type));
	expect(seen.filter((type) => /^(bpmndi|dc|di):/.test(type))).toEqual([]);
});

test('a rule that breaks is a finding', async () => {
	expect(
		await apply(() => {
			throw new Error('no such property');
		}),
	).toEqual([{ message: 'the rule failed: no such property', category: 'rule-error' }]);
});
