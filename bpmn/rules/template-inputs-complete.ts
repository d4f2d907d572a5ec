import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findNearName } from '../../core/base/text/near-name';
import { isJobType, type JobType } from '../job-types';
import { listProperties } from '../templates';
import { isN8nNodeInput, n8nNodeHeaders, n8nNodeInputs, splitInputNames } from '../templates/n8n/n8n-node-job';
import { findExtension, readJobType, listElements, findTaskHeader, readText } from './moddle';

/** A task of Troupe needs its operation, and a value for each input. See docs/rules/template-inputs-complete.md. */
export function templateInputsComplete(): Rule {
	return {
		check(node, reporter) {
			const type = readJobType(node);
			if (!isJobType(type)) return;
			const id = node.id ?? '';
			const inputs = listElements(findExtension(node, 'zeebe:IoMapping'), 'inputParameters');
			for (const { problem, fix } of [...listMissing[type](node, inputs), ...findMisspelled(type, inputs)])
				reporter.report(id, problem, { fix });
			for (const input of inputs.filter((one) => ['', '='].includes(readText(one, 'source'))))
				reporter.report(id, `has no value for its input "${readText(input, 'target')}"`, {
					fix: 'Give the input an expression, such as =message.',
				});
		},
	};
}

type Missing = (node: ModdleElement, inputs: ModdleElement[]) => Array<{ problem: string; fix: string }>;

const listMissing: Record<JobType, Missing> = {
	'troupe:agent': (node, inputs) => [
		...(names(node, inputs, 'agent', ['agent', 'agentDefinition'])
			? []
			: [
					{
						problem: 'does not name an agent',
						fix: 'Give the task a header "agent" with the id of an agent, as its element template does.',
					},
				]),
		...findUncollected(node),
	],
	'troupe:guardrail': (node, inputs) => {
		const operation = findTaskHeader(node, 'operation');
		const unclear = checkOperation(operation, ['check', 'check-reply', 'mask', 'restore']);
		if (unclear.length > 0) return unclear;
		const needsPolicy = operation === 'check' || operation === 'check-reply';
		if (!needsPolicy || names(node, inputs, 'policyId', ['policy', 'policyId']) || findTaskHeader(node, 'policy')) return [];
		return [
			{
				problem: 'does not name a policy',
				fix: 'Give the task a header "policyId" with the id of a policy, or "policy" with the policy itself.',
			},
		];
	},
	'troupe:hand-over': (_node, inputs) =>
		brings(inputs, ['reason'])
			? []
			: [{ problem: 'does not say why a person goes on', fix: 'Give the task an input "reason", such as ="wants a quote today".' }],
	'troupe:http': (node, inputs) => [
		...(names(node, inputs, 'url', ['url'])
			? []
			: [
					{
						problem: 'does not say which address to call',
						fix: 'Give the task an input "url", such as ="https://api.example.com/orders".',
					},
				]),
		...findMissingHeaders(node, 'authentication'),
	],
	'troupe:n8n-workflow': (node) =>
		findTaskHeader(node, 'url')
			? []
			: [
					{
						problem: 'does not name a workflow',
						fix: 'Give the task a header "url" with the production address of the workflow’s webhook.',
					},
				],
	'troupe:crm': (node) =>
		findTaskHeader(node, 'credential')
			? []
			: [{ problem: 'does not name a credential', fix: 'Give the task a header "credential" with the name of a stored credential.' }],
	'troupe:eval': (node, inputs) =>
		names(node, inputs, 'set', ['set', 'evaluationSet'])
			? []
			: [{ problem: 'does not name an evaluation set', fix: 'Give the task a header "set" with the name of a set, such as support@^1.' }],
	'troupe:ingest': withoutCollection,
	'troupe:retrieve': withoutCollection,
	'troupe:remember': () => [],
	'troupe:send': () => [],
	'troupe:n8n-node': (node, inputs) => [
		...[
			{ header: 'nodeType', problem: 'does not name a node', example: 'n8n-nodes-base.slack' },
			{ header: 'typeVersion', problem: 'does not name the version of its node', example: '2.4' },
		].flatMap(({ header, problem, example }) =>
			findTaskHeader(node, header) ? [] : [{ problem, fix: `Give the task a header "${header}", such as ${example}.` }],
		),
		...compareNodeInputs(node, inputs),
	],
	'troupe:model': (node, inputs) => {
		const operation = findTaskHeader(node, 'operation');
		const unclear = checkOperation(operation, ['chat', 'structured', 'extract', 'embed', 'estimate', 'list']);
		if (unclear.length > 0) return unclear;
		const missing = [];
		if (operation !== 'list' && !names(node, inputs, 'models', ['models']))
			missing.push({ problem: 'does not name a model', fix: 'Give the task a header "models", such as openai:gpt-4.1-mini.' });
		if ((operation === 'structured' || operation === 'extract') && !names(node, inputs, 'schema', ['schema']))
			missing.push({ problem: 'has no schema', fix: 'Give the task a header "schema" with a JSON schema.' });
		return missing;
	},
};

function checkOperation(operation: string | undefined, operations: string[]): ReturnType<Missing> {
	if (operation && operations.includes(operation)) return [];
	return [
		{
			problem: operation ? `has the operation "${operation}", which does not exist` : 'does not name an operation',
			fix: `Give the task a header "operation": ${operations.slice(0, -1).join(', ')} or ${operations.at(-1)}.${didYouMean(operation, operations)}`,
		},
	];
}

/** A name without a mapping opens the node to variables of the process; the worker refuses or ignores a mapping without its name. */
function compareNodeInputs(node: ModdleElement, inputs: ModdleElement[]): ReturnType<Missing> {
	const loop = findExtension(node.loopCharacteristics as ModdleElement | undefined, 'zeebe:LoopCharacteristics');
	const set = [...inputs.map((input) => readText(input, 'target').split('.')[0]!), readText(loop, 'inputElement')].filter(isN8nNodeInput);
	const listed = splitInputNames(findTaskHeader(node, n8nNodeHeaders.inputs) ?? '');
	const named = listed.filter(isN8nNodeInput);
	const unknown = listed.filter((name) => !isN8nNodeInput(name));
	return [
		...unknown.map((name) => ({
			problem: `has an unknown name "${name}" in its header "inputs"`,
			fix: `Use one or several of: ${n8nNodeInputs.join(', ')}.`,
		})),
		...named
			.filter((name) => !set.includes(name))
			.map((name) => ({
				problem: `names "${name}" in its header "inputs", but has no input mapping to it`,
				fix: `Map "${name}", or remove it from the header: a variable of the process would take its place.`,
			})),
		...n8nNodeInputs
			.filter((name) => set.includes(name) && !named.includes(name))
			.map((name) => ({
				problem: `has an input "${name}", which its header "inputs" does not name`,
				fix: `Give the task the header "inputs" with "${n8nNodeInputs.filter((one) => set.includes(one)).join(', ')}".`,
			})),
	];
}

/** The agent of a toolbox reads the results of its elements there. Without them, it would wait forever. */
function findUncollected(node: ModdleElement): ReturnType<Missing> {
	if (node.$type !== 'bpmn:AdHocSubProcess') return [];
	const adHoc = findExtension(node, 'zeebe:AdHoc');
	const collects = adHoc !== undefined && readText(adHoc, 'outputCollection') === 'toolCallResults';
	if (collects && readText(adHoc, 'outputElement').includes('toolCall._meta.id')) return [];
	const fix = `Set the output collection to toolCallResults, and the output element to ${toolCallResult}.`;
	return [{ problem: 'does not give the agent the results of its elements', fix }];
}

const toolCallResult = '={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}';

function withoutCollection(node: ModdleElement, inputs: ModdleElement[]): Array<{ problem: string; fix: string }> {
	if (names(node, inputs, 'collection', ['collection'])) return [];
	return [{ problem: 'does not name a collection', fix: 'Give the task a header "collection" with the name of a collection.' }];
}

/** The headers that the choice in another header asks for, as the form of the job type says. */
function findMissingHeaders(node: ModdleElement, choosing: string): ReturnType<Missing> {
	const choice = findTaskHeader(node, choosing);
	const required = listProperties(readJobType(node)).filter(
		({ binding, constraints, condition }) =>
			binding.type === 'zeebe:taskHeader' &&
			constraints?.notEmpty === true &&
			condition?.property === choosing &&
			choice !== undefined &&
			condition.oneOf?.includes(choice) === true,
	);
	return required
		.filter(({ binding }) => !findTaskHeader(node, binding.key!))
		.map(({ binding: { key }, label }) => ({
			problem: `has the ${choosing} "${choice}" without its ${label ?? key}`,
			fix: `Give the task a header "${key}".`,
		}));
}

/** Near misses of the job's inputs. Other names can be for an expression of the task. */
function findMisspelled(jobType: string, inputs: ModdleElement[]): ReturnType<Missing> {
	const known = listProperties(jobType).flatMap(({ binding }) => (binding.type === 'zeebe:input' ? [binding.name!.split('.')[0]!] : []));
	const targets = inputs.map((input) => readText(input, 'target').split('.')[0]!);
	return targets.flatMap((target) => {
		const near = known.includes(target) ? undefined : findNearName(target, known);
		// Both can be there on purpose: one for the job, one for an expression.
		if (near === undefined || targets.includes(near)) return [];
		return [{ problem: `has an input "${target}", which nothing reads`, fix: `Did you mean "${near}"?` }];
	});
}

function didYouMean(name: string | undefined, names: readonly string[]): string {
	const near = name === undefined ? undefined : findNearName(name, names);
	return near === undefined ? '' : ` Did you mean "${near}"?`;
}

/** Returns whether a task names something: by the header, or by an input that brings a variable. */
function names(node: ModdleElement, inputs: ModdleElement[], header: string, variables: string[]): boolean {
	const value = findTaskHeader(node, header);
	return value === undefined ? brings(inputs, variables) : value !== '';
}

/** A mapping of null keeps a variable of the process out, and gives no value. */
const brings = (inputs: ModdleElement[], variables: readonly string[]): boolean =>
	inputs.some((input) => variables.includes(readText(input, 'target')) && readText(input, 'source') !== '=null');
