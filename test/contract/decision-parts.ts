/** Builds small DMN models for tests. */
import type { Resource } from '../../engine-adapter/engine/deployments';
import { escapeXml, extensions, type ModelPart } from './model-builder';

export const dmnFile = (id: string, ...elements: string[]): Resource => ({
	name: `${id}.dmn`,
	content:
		'<?xml version="1.0" encoding="UTF-8"?>\n' +
		'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
		`id="drg-${id}" name="${id}" namespace="http://troupe.example/${id}">${elements.join('')}</definitions>\n`,
});

export interface DecisionOptions {
	/** Ids of decisions. */
	requires?: string[];
	name?: string;
	variable?: string;
}

export function decision(id: string, logic: string, { requires = [], name = id, variable }: DecisionOptions = {}): string {
	const needs = requires.map((other) => `<informationRequirement><requiredDecision href="#${other}"/></informationRequirement>`);
	const result = variable === undefined ? '' : `<variable name="${variable}"/>`;
	return `<decision id="${id}" name="${name}">${result}${needs.join('')}${logic}</decision>`;
}

export const literal = (text: string): string => `<literalExpression><text>${escapeXml(text)}</text></literalExpression>`;

export interface TableOptions {
	hitPolicy?: string;
	aggregation?: string;
	/** Expressions; one of a type as `expression: type`. */
	inputs: string[];
	/** Names; one with allowed values as `name: values`. */
	outputs?: string[];
	/** Cells from the left to the right. */
	rules: string[][];
}

/** Writes a decision table with ids as a modeler gives them: Zeebe 8.6 and 8.8 fail without them. */
export function table({ hitPolicy, aggregation, inputs, outputs = ['out'], rules }: TableOptions): string {
	const attributes = `${hitPolicy === undefined ? '' : ` hitPolicy="${hitPolicy}"`}${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}`;
	const columns = inputs.map((input, index) => {
		const [text, type] = input.split(': ');
		return `<input id="input-${index + 1}"><inputExpression${type === undefined ? '' : ` typeRef="${type}"`}><text>${escapeXml(text!)}</text></inputExpression></input>`;
	});
	const results = outputs.map((output, index) => {
		const [name, values] = output.split(': ');
		return `<output id="output-${index + 1}" name="${name}">${values === undefined ? '' : `<outputValues><text>${escapeXml(values)}</text></outputValues>`}</output>`;
	});
	const rows = rules.map((cells, row) => {
		const texts = cells.map((cell, index) => {
			const tag = index < inputs.length ? 'inputEntry' : 'outputEntry';
			return `<${tag}><text>${escapeXml(cell)}</text></${tag}>`;
		});
		return `<rule id="rule-${row + 1}">${texts.join('')}</rule>`;
	});
	return `<decisionTable${attributes}>${columns.join('')}${results.join('')}${rows.join('')}</decisionTable>`;
}

/** A business rule task that calls a decision. */
export const decisionTask = (decisionId: string): ModelPart => ({
	tag: 'businessRuleTask',
	id: 'decide',
	extensions: extensions(`<zeebe:calledDecision decisionId="${escapeXml(decisionId)}" resultVariable="result"/>`),
});
