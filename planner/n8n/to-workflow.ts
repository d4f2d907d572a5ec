import { createHash } from 'node:crypto';
import { getErrorMessage } from '../../core/base/errors';
import type { AgentStep, Block, Choice, Fault, Field, HttpStep, Loop, NodeStep, Parallel, PlanTree, Task } from '../tree/plan-tree';
import { Canvas, type Workflow } from './canvas';
import { toJavaScript } from './to-javascript';
import { workflowWords as words } from './workflow-words';

/** The value that a step returns for a variable. */
function valueOf(step: Task, { name }: Field): string {
	if (step.kind === 'agent')
		return name === 'reply' ? '$json.reply' : `$json.output?.[${JSON.stringify(name)}] ?? $json[${JSON.stringify(name)}] ?? $json.reply`;
	return `$json[${JSON.stringify(name)}] ?? $json`;
}

const listValues = (reads: readonly string[]): string =>
	reads.length === 0 ? 'JSON.stringify($json)' : reads.map((name) => `${JSON.stringify(`${name}: `)} + $json.${name}`).join(' + "\\n" + ');

const formTypes: Partial<Record<Field['type'], string>> = { number: 'number', date: 'date', file: 'file' };

const toFormField = ({ name, type, options, required }: Field): object => ({
	fieldLabel: name,
	fieldType: options ? 'dropdown' : (formTypes[type] ?? 'text'),
	requiredField: required !== false,
	...(options && { fieldOptions: { values: options.map((option) => ({ option })) } }),
});

/** A cycle of ISO 8601 in days, hours or minutes, or a cron expression. */
function toInterval(at: string): object {
	const [, days, hours, minutes] = /^R\/?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(at) ?? [];
	if (days) return { field: 'days', daysInterval: Number(days) };
	if (hours) return { field: 'hours', hoursInterval: Number(hours) };
	if (minutes) return { field: 'minutes', minutesInterval: Number(minutes) };
	return { field: 'cronExpression', expression: at };
}

interface WorkflowOfPlan {
	/** Absent where a part of the plan has no equal in n8n. */
	workflow?: Workflow;
	faults: Fault[];
}

/**
 * Makes a workflow of n8n from a plan. People, events, deadlines and everything else that waits for longer than a call have no equal: they are faults,
 * and such a plan runs as a process. Each step gets the plan's variables as the fields of its item.
 */
export function toWorkflow(tree: PlanTree): WorkflowOfPlan {
	const writer = new WorkflowWriter(tree);
	const workflow = writer.write();
	return writer.faults.length > 0 ? { faults: writer.faults } : { workflow, faults: [] };
}

/** A node whose item has all variables, and which of its outputs leads on. */
interface End {
	node: string;
	output: number;
}

const idOf = (tree: PlanTree, name: string): string => createHash('sha256').update(`${tree.id} ${name}`).digest('hex').slice(0, 32);

class WorkflowWriter {
	readonly faults: Fault[] = [];
	readonly #canvas: Canvas;

	constructor(private readonly tree: PlanTree) {
		this.#canvas = new Canvas((name) => idOf(tree, name));
	}

	write(): Workflow {
		const { tree } = this;
		this.#list(tree.do, '/do', [this.#trigger()], 0);
		return { name: tree.name, nodes: this.#canvas.nodes, connections: this.#canvas.connections, settings: { executionOrder: 'v1' } };
	}

	#trigger(): End {
		const { trigger, inputs, name } = this.tree;
		const add = (type: string, typeVersion: number, parameters: object) => ({
			node: this.#canvas.add({ name: words[this.tree.language].start, type: `n8n-nodes-base.${type}`, typeVersion, parameters }, 0),
			output: 0,
		});
		switch (trigger.kind) {
			case 'manual':
				return add('manualTrigger', 1, {});
			case 'form':
				return add('formTrigger', 2.2, { formTitle: name, formFields: { values: inputs.map(toFormField) }, options: {} });
			case 'message': {
				const hook = add('webhook', 2, { httpMethod: 'POST', path: trigger.name, options: {} });
				// The body of the request has the variables.
				return this.#set(`${trigger.name} · body`, '$json.body', [hook], 0);
			}
			case 'timer':
				return add('scheduleTrigger', 1.2, { rule: { interval: [toInterval(trigger.at)] } });
		}
	}

	/** Blocks one after the other. @returns the ends; none where all ways ended */
	#list(blocks: readonly Block[], path: string, from: End[], lane: number): End[] {
		let ends = from;
		for (const [index, block] of blocks.entries()) ends = ends.length > 0 ? this.#block(block, `${path}/${index}`, ends, lane) : [];
		return ends;
	}

	#block(block: Block, path: string, from: End[], lane: number): End[] {
		switch (block.kind) {
			case 'agent':
			case 'node':
			case 'http':
			case 'call':
				return this.#step(block, path, from, lane);
			case 'choice':
				return this.#choice(block, path, from, lane);
			case 'parallel':
				return this.#parallel(block, path, from, lane);
			case 'loop':
				return this.#loop(block, path, from, lane);
			case 'end':
				this.#add({ name: block.name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }, from, lane);
				return [];
			default:
				this.#refuse(path, block.kind === 'event' ? 'waits' : 'person', block.name);
				return from;
		}
	}

	/** Several ends meet in one node: what follows knows where its variables are. */
	#meet(from: End[], name: string, lane: number): End {
		if (from.length === 1) return from[0]!;
		return { node: this.#add({ name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }, from, lane), output: 0 };
	}

	#add(node: Parameters<Canvas['add']>[0], from: readonly End[], lane: number): string {
		const name = this.#canvas.add(node, lane);
		for (const { node: before, output } of from) this.#canvas.connect(before, output, name);
		return name;
	}

	#set(name: string, value: string, from: readonly End[], lane: number): End {
		const parameters = { mode: 'raw', jsonOutput: `={{ ${value} }}`, options: {} };
		return { node: this.#add({ name, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters }, from, lane), output: 0 };
	}

	#step(step: AgentStep | NodeStep | HttpStep | Extract<Task, { kind: 'call' }>, path: string, from: End[], lane: number): End[] {
		if (step.deadline) this.#refuse(`${path}/deadline`, 'waits', step.name);
		const before = this.#meet(from, `${step.name} · in`, lane);
		const node = this.#describe(step, path);
		const name = this.#add({ ...node, name: step.name, ...(step.onError && { onError: 'continueErrorOutput' }) }, [before], lane);
		const variables = `$(${JSON.stringify(before.node)}).item.json`;
		const written = (step.writes ?? []).map((field) => `${JSON.stringify(field.name)}: ${valueOf(step, field)}`);
		const after = this.#set(
			`${step.name} · out`,
			`Object.assign({}, ${variables}, { ${written.join(', ')} })`,
			[{ node: name, output: 0 }],
			lane,
		);
		if (!step.onError) return [after];
		const failed = this.#set(`${step.name} · failed`, variables, [{ node: name, output: 1 }], lane + 1);
		return [after, ...this.#list(step.onError, `${path}/onError`, [failed], lane + 1)];
	}

	#describe(step: AgentStep | NodeStep | HttpStep | Extract<Task, { kind: 'call' }>, path: string) {
		switch (step.kind) {
			case 'agent': {
				const message = step.message === undefined ? listValues(step.reads ?? []) : this.#expression(step.message, `${path}/message`);
				const agent = { __rl: true, mode: 'id', value: step.agent ?? '' };
				if (!step.agent) this.#refuse(path, 'agent', step.name);
				return {
					type: 'n8n-nodes-troupe.troupeAgent',
					typeVersion: 1,
					parameters: { source: 'choose', agent, message: `={{ ${message} }}` },
				};
			}
			case 'node': {
				if (!step.node || step.node.startsWith('troupe:')) this.#refuse(path, 'job', step.name);
				const parameters = this.#parameters(step.parameters ?? {}, `${path}/parameters`) as Record<string, unknown>;
				const credentials = Object.entries(step.credentials ?? {}).map(([type, name]) => [type, { id: '', name }]);
				return {
					type: step.node ?? '',
					typeVersion: 1,
					parameters,
					...(credentials.length > 0 && { credentials: Object.fromEntries(credentials) as Record<string, unknown> }),
				};
			}
			case 'http': {
				const url = step.url.startsWith('=') ? `={{ ${this.#expression(step.url, `${path}/url`)} }}` : step.url;
				const body = step.body === undefined ? undefined : `={{ JSON.stringify(${this.#expression(step.body, `${path}/body`)}) }}`;
				const sent = body === undefined ? {} : { sendBody: true, specifyBody: 'json', jsonBody: body };
				return { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters: { method: step.method, url, ...sent, options: {} } };
			}
			case 'call':
				return {
					type: 'n8n-nodes-base.executeWorkflow',
					typeVersion: 1.2,
					parameters: { workflowId: { __rl: true, mode: 'id', value: step.process }, options: {} },
				};
		}
	}

	#choice(choice: Choice, path: string, from: End[], lane: number): End[] {
		const before = this.#meet(from, `${choice.name} · in`, lane);
		const conditions = choice.branches.map(({ when }, index) => this.#expression(when, `${path}/branches/${index}/when`));
		if (choice.many) this.#refuse(path, 'many', choice.name);
		const output = conditions.reduceRight((rest, condition, index) => `(${condition}) ? ${index} : ${rest}`, String(conditions.length));
		const parameters = { mode: 'expression', numberOutputs: conditions.length + 1, output: `={{ ${output} }}` };
		const name = this.#add({ name: choice.name, type: 'n8n-nodes-base.switch', typeVersion: 3.2, parameters }, [before], lane);
		const branches = [
			...choice.branches.map((branch, index) => [branch.do, `branches/${index}`] as const),
			[choice.otherwise.do, 'otherwise'] as const,
		];
		const ends = branches.flatMap(([blocks, part], index) =>
			this.#list(blocks, `${path}/${part}/do`, [{ node: name, output: index }], lane + index),
		);
		return ends.length > 1 ? [this.#meet(ends, `${choice.name} · out`, lane)] : ends;
	}

	#parallel(parallel: Parallel, path: string, from: End[], lane: number): End[] {
		const before = this.#meet(from, `${parallel.name} · in`, lane);
		const ends = parallel.branches.flatMap((branch, index) =>
			this.#list(branch.do, `${path}/branches/${index}/do`, [before], lane + index),
		);
		if (ends.length < 2) return ends;
		const parameters = { mode: 'combine', combineBy: 'combineByPosition', numberInputs: ends.length, options: {} };
		const name = this.#canvas.add({ name: parallel.name, type: 'n8n-nodes-base.merge', typeVersion: 3.1, parameters }, lane);
		ends.forEach(({ node, output }, index) => this.#canvas.connect(node, output, name, index));
		return [{ node: name, output: 0 }];
	}

	/** A counter goes round with the variables. */
	#loop(loop: Loop, path: string, from: End[], lane: number): End[] {
		if (loop.each !== undefined) {
			this.#refuse(path, 'each', loop.name);
			return from;
		}
		const round = `round of ${loop.id}`;
		const begin = this.#set(
			`${loop.name} · in`,
			`Object.assign({}, $json, { ${JSON.stringify(round)}: ($json[${JSON.stringify(round)}] ?? 0) + 1 })`,
			from,
			lane,
		);
		const ends = this.#list(loop.do, `${path}/do`, [begin], lane);
		if (ends.length === 0) return [];
		const until = loop.until === undefined ? 'true' : this.#expression(loop.until, `${path}/until`);
		const count = `$json[${JSON.stringify(round)}]`;
		const output = `(${until}) ? 0 : ${count} >= ${loop.limit} ? 1 : 2`;
		const parameters = { mode: 'expression', numberOutputs: 3, output: `={{ ${output} }}` };
		const name = this.#add({ name: loop.name, type: 'n8n-nodes-base.switch', typeVersion: 3.2, parameters }, ends, lane);
		this.#canvas.connect(name, 2, begin.node);
		const reached: End = { node: name, output: 1 };
		return [{ node: name, output: 0 }, ...(loop.onLimit ? this.#list(loop.onLimit, `${path}/onLimit`, [reached], lane + 1) : [reached])];
	}

	#expression(feel: string, path: string): string {
		try {
			return toJavaScript(feel);
		} catch (error) {
			const { language } = this.tree;
			this.faults.push({
				path,
				rule: 'no-expression',
				message: words[language].noExpression(getErrorMessage(error)),
				fix: words[language].asProcess,
			});
			return 'null';
		}
	}

	/** Texts that begin with `=` are FEEL. */
	#parameters(value: unknown, path: string): unknown {
		if (typeof value === 'string') return value.startsWith('=') ? `={{ ${this.#expression(value, path)} }}` : value;
		if (Array.isArray(value)) return value.map((one, index) => this.#parameters(one, `${path}/${index}`));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#parameters(one, `${path}/${name}`)]));
	}

	#refuse(path: string, rule: keyof (typeof words)['en']['refused'], name: string): void {
		const said = words[this.tree.language];
		this.faults.push({ path, rule: `n8n-${rule}`, message: said.refused[rule](name), fix: said.asProcess });
	}
}
