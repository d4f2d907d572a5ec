import type { Resource } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { forEach, processModel, type ModelPart } from '../../model-builder';
import { type CaseAction, start } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';
import { decision, decisionTask, dmnFile, literal } from './decision-parts';

const variables = { n: 5, which: 'gone' };

/** A task that calls the decision `d-<id>`, which is `n * 2` unless other files are given. */
const play = (
	id: string,
	title: string,
	task: (decisionId: string) => ModelPart,
	{
		files = (decisionId) => [dmnFile(id, decision(decisionId, literal('n * 2')))],
		script = [start(variables)],
	}: { files?: (decisionId: string) => Resource[]; script?: CaseAction[] } = {},
): ContractCase => defineCase(id, title, () => ({ resources: [processModel(id, around(task(`d-${id}`))), ...files(`d-${id}`)], script }));

const version = (id: string, decisionId: string, text: string, versionTag?: string): Resource =>
	dmnFile(id, decision(decisionId, literal(text), { versionTag }));

export const decisionTaskCases: ContractCase[] = [
	play('dmn-task-result', 'The result of a decision becomes a variable of the process', (id) => decisionTask(id)),
	play('dmn-task-feel', 'The id of a decision is FEEL', (id) => decisionTask(`="${id}"`)),
	play('dmn-task-feel-null', 'The id of a decision is null', () => decisionTask('=gone')),
	play('dmn-task-feel-number', 'The id of a decision is a number', () => decisionTask('=n')),
	play('dmn-task-unknown', 'A decision is not deployed', () => decisionTask('nowhere')),
	play('dmn-task-unknown-feel', 'A decision whose id is FEEL is not deployed', () => decisionTask('=which')),
	play('dmn-task-output', 'An output mapping takes the result', (id) =>
		decisionTask(id, { outputs: [{ source: '=result + 1', target: 'more' }] }),
	),
	play('dmn-task-input', 'A decision sees what input mappings make', (id) =>
		decisionTask(id, { inputs: [{ source: '=n * 100', target: 'n' }] }),
	),
	play('dmn-task-input-result', 'A result with an input mapping', (id) =>
		decisionTask(id, { inputs: [{ source: '=1', target: 'result' }] }),
	),
	play('dmn-task-no-result', 'A task without a result variable', (id) => decisionTask(id, { resultVariable: '' })),
	play('dmn-task-no-id', 'A task without a decision', () => decisionTask('')),
	play('dmn-task-path', 'A result variable that is a path', (id) => decisionTask(id, { resultVariable: 'a.b' })),
	play('dmn-task-fails', 'A decision that fails raises an incident', (id) => decisionTask(id), {
		files: (id) => [version('dmn-task-fails', id, 'assert(ok, ok = true)')],
	}),
	play('dmn-task-fails-resolved', 'A decision that failed is evaluated again', (id) => decisionTask(id), {
		files: (id) => [version('dmn-task-fails-resolved', id, 'assert(ok, ok = true)')],
		script: [start(variables), { resolveIncident: { variables: { ok: true } } }],
	}),
	play('dmn-task-unknown-resolved', 'A decision that was missing is deployed', (id) => decisionTask(id), {
		files: () => [],
		script: [
			start(variables),
			{ deploy: [version('dmn-task-unknown-resolved', 'd-dmn-task-unknown-resolved', 'n')] },
			{ resolveIncident: {} },
		],
	}),
	play('dmn-task-latest', 'A task calls the latest version', (id) => decisionTask(id), {
		script: [{ deploy: [version('dmn-task-latest', 'd-dmn-task-latest', '"second"')] }, start(variables)],
	}),
	play('dmn-task-bound-latest', 'A task is bound to the latest version', (id) => decisionTask(id, { binding: ' bindingType="latest"' }), {
		script: [{ deploy: [version('dmn-task-bound-latest', 'd-dmn-task-bound-latest', '"second"')] }, start(variables)],
	}),
	play('dmn-task-deployment', 'A task is bound to its deployment', (id) => decisionTask(id, { binding: ' bindingType="deployment"' }), {
		script: [{ deploy: [version('dmn-task-deployment', 'd-dmn-task-deployment', '"second"')] }, start(variables)],
	}),
	play(
		'dmn-task-deployment-without',
		'A task is bound to a deployment without the decision',
		(id) => decisionTask(id, { binding: ' bindingType="deployment"' }),
		{
			files: () => [],
			script: [{ deploy: [version('dmn-task-deployment-without', 'd-dmn-task-deployment-without', '1')] }, start(variables)],
		},
	),
	play(
		'dmn-task-tag',
		'A task is bound to a version tag',
		(id) => decisionTask(id, { binding: ' bindingType="versionTag" versionTag="v1"' }),
		{
			files: (id) => [version('dmn-task-tag', id, '"first"', 'v1')],
			script: [{ deploy: [version('dmn-task-tag', 'd-dmn-task-tag', '"second"', 'v2')] }, start(variables)],
		},
	),
	play(
		'dmn-task-tag-again',
		'A version tag is used again',
		(id) => decisionTask(id, { binding: ' bindingType="versionTag" versionTag="v1"' }),
		{
			files: (id) => [version('dmn-task-tag-again', id, '"first"', 'v1')],
			script: [{ deploy: [version('dmn-task-tag-again', 'd-dmn-task-tag-again', '"second"', 'v1')] }, start(variables)],
		},
	),
	play('dmn-task-tag-unknown', 'A version tag is not there', (id) =>
		decisionTask(id, { binding: ' bindingType="versionTag" versionTag="v9"' }),
	),
	play('dmn-task-tag-missing', 'A task is bound to a version tag and names none', (id) =>
		decisionTask(id, { binding: ' bindingType="versionTag"' }),
	),
	play('dmn-task-binding-unknown', 'A task has an unknown binding', (id) => decisionTask(id, { binding: ' bindingType="newest"' })),
	play('dmn-task-each', 'A decision is called for each item', (id) =>
		forEach(decisionTask(id), { inputCollection: '=[1, 2, 3]', inputElement: 'n', outputCollection: 'results', outputElement: '=result' }),
	),
	play('dmn-task-null', 'A result that is null', (id) => decisionTask(id), { files: (id) => [version('dmn-task-null', id, 'gone')] }),
	play('dmn-task-both', 'A task with a decision and a job', (id) => ({
		...decisionTask(id),
		extensions: `<bpmn:extensionElements><zeebe:calledDecision decisionId="${id}" resultVariable="result"/><zeebe:taskDefinition type="work"/></bpmn:extensionElements>`,
	})),
	play('dmn-task-twins', 'Two decisions of a deployment have the same id', (id) => decisionTask(id), {
		files: (id) => [version('dmn-task-twins-a', id, '1'), version('dmn-task-twins-b', id, '2')],
	}),
	play('dmn-task-moved', 'A decision moves to another model', (id) => decisionTask(id), {
		script: [{ deploy: [version('dmn-task-moved-later', 'd-dmn-task-moved', '"moved"')] }, start(variables)],
	}),
	play('dmn-task-removed', 'The latest version of a model lacks the decision', (id) => decisionTask(id), {
		script: [{ deploy: [version('dmn-task-removed', 'd-other', '"other"')] }, start(variables)],
	}),
	play('dmn-task-not-dmn', 'A file is not DMN', (id) => decisionTask(id), { files: (id) => [{ name: `${id}.dmn`, content: 'not XML' }] }),
	play('dmn-task-old', 'A model of DMN 1.2', (id) => decisionTask(id), {
		files: (id) => [
			{
				name: `${id}.dmn`,
				content: dmnFile(id, decision(id, literal('n'))).content.replace(
					'https://www.omg.org/spec/DMN/20191111/MODEL/',
					'http://www.omg.org/spec/DMN/20180521/MODEL/',
				),
			},
		],
	}),
];
